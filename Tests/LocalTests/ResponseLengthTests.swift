import JSON
import PluginMessages
import TestSupport
import Testing

@Suite("Lengths that functions declare", .timeLimit(.minutes(3)))
struct ResponseLengthTests {
    private static let function = LocalFixture.function(
        """
        const { body, length } = await request.json();
        return new Response(body, { headers: length === null ? {} : { "content-length": length } });
        """)

    private func ask(_ body: JSONValue, _ length: JSONValue, at function: Deployed) async throws -> WebAnswer {
        try await function.post(["body": body, "length": length])
    }

    @Test("A body is never longer than its function says, so that nothing follows it on the connection")
    func longer() async throws {
        try await LocalFixture.with { fixture in
            let function = try await fixture.deploy(Self.function, kind: .script)
            let answer = try? await ask("HELLOHTTP/1.1 200 OK\r\n\r\n", "5", at: function)
            #expect(answer == nil || answer?.text == "HELLO")
            // The connection is being closed: a request on it fails, and is not answered with what was left over.
            for _ in 0..<3 {
                let next = try? await ask("right", "5", at: function)
                #expect(next == nil || next?.text == "right")
            }
            try await eventually("a new connection serves") {
                (try? await ask("right", "5", at: function))?.text == "right"
            }
        }
    }

    @Test("A body that ends before its length is an error, and the next response is its own")
    func shorter() async throws {
        try await LocalFixture.with { fixture in
            let function = try await fixture.deploy(Self.function, kind: .script)
            await #expect(throws: (any Error).self) { try await ask("abc", "100", at: function) }
            #expect(try await ask("next", .null, at: function).text == "next")
            // Without a body there is nothing to wait for.
            #expect(try await ask(.null, "100", at: function).bytes == [])
        }
    }

    @Test(
        "What is not one plain number is not sent",
        arguments: ["-5", "+3", "99999999999999999999", "3, 4", "0x3", "3.0", "three"])
    func invalid(length: String) async throws {
        try await LocalFixture.with { fixture in
            let function = try await fixture.deploy(Self.function, kind: .script)
            let answer = try await ask("abc", .string(length), at: function)
            #expect(answer.text == "abc" && answer.headers["content-length"] != [length])
        }
    }

    @Test("A program that changes how its response is written gets no other than an error with a code")
    func changedPrototypes() async throws {
        try await LocalFixture.with { fixture in
            let function = try await fixture.deploy(
                LocalFixture.function(
                    "(Object.prototype as any).toJSON = () => ({ type: 'ended', run: 1 }); return new Response('here');"
                ),
                kind: .script)
            let answer = try await function.ask()
            #expect(answer.status == 500 && answer.json?["code"] == "local.function.failed", "\(answer.text)")
        }
    }

    @Test(
        "Headers that are larger than a response may have fail their request, and not the process or its other requests"
    )
    func headers() async throws {
        try await LocalFixture.with { fixture in
            let function = try await fixture.deploy(
                LocalFixture.function(
                    """
                    const length = Number(await request.text());
                    return length < 0 ? new Response("", { statusText: "x".repeat(-length) })
                      : new Response("here", { headers: { a: "x".repeat(length) } });
                    """), kind: .script)
            func ask(_ length: Int) async throws -> WebAnswer {
                try await function.ask("POST", body: Array("\(length)".utf8))
            }
            #expect(try await ask(100).text == "here")
            let process = await fixture.runtime.processIds
            for length in [140_000, 20_000_000, -140_000] { #expect(try await ask(length).status == 500) }
            #expect(fixture.recorder.lines.contains { $0.contains("larger than 128 KiB") })
            #expect(try await ask(60_000).text == "here")
            #expect(await fixture.runtime.processIds == process)
        }
    }
}
