import JSON
import PluginMessages
import TestSupport
import Testing

@Suite("The API's cookies and deployed code", .timeLimit(.minutes(3)))
struct ServerCookieTests {
    /// Spellings that browsers send or keep as a cookie of the API's.
    private static let spellings = [
        "millrace_session=x", "MILLRACE_session=x", " millrace_session =x", "__Host-millrace_session=x",
        "__Secure-millrace_csrf=x", "=millrace_session=x", "\tmillrace_session=x", "__Host-__Secure-millrace_a=x",
    ]

    @Test("None reaches a Worker, and what else is sent does", arguments: spellings)
    func none(cookie: String) async throws {
        try await LocalFixture.with { fixture in
            let function = try await fixture.deploy(
                LocalFixture.function(
                    "return Response.json([...request.headers].filter(([name]) => name === 'cookie'));"),
                kind: .script)
            let trimmed = cookie.trimmed
            let mixed = try await function.ask(headers: [("cookie", "a=1; \(trimmed); b=2"), ("cookie", trimmed)])
            let text = mixed.text.lowercased()
            #expect(text.contains("a=1") && text.contains("b=2") && !text.contains("millrace"), "\(mixed.text)")
            #expect(try await function.ask(headers: [("cookie", trimmed)]).json == [])
        }
    }

    @Test("A Worker sets none, and sets its own")
    func set() async throws {
        try await LocalFixture.with { fixture in
            let function = try await fixture.deploy(
                LocalFixture.function(
                    """
                    const headers = new Headers();
                    for (const cookie of await request.json()) headers.append("set-cookie", `${cookie}; Path=/; HttpOnly`);
                    headers.append("set-cookie", "own=1");
                    return new Response(null, { headers });
                    """), kind: .script)
            let answer = try await function.post(.array(Self.spellings.map(JSONValue.string)))
            #expect(answer.headers["set-cookie"] == ["own=1"])
        }
    }
}

extension String {
    /// As it stands among others in a `Cookie` field.
    fileprivate var trimmed: String { String(drop(while: \.isWhitespace)) }
}
