import JSON
import PluginMessages
import TestSupport
import Testing
import WorkerBackend

@Suite("Expressions in requests", .timeLimit(.minutes(10)))
struct RequestEncodingTests {
    /// - Parameter value: What the expression `{{made.value}}` stands for.
    private func send(
        _ value: String, url: [TextPart] = [.text("/x")], headers: ValueTemplate = .empty, body: ValueTemplate? = nil
    ) async throws -> WorkerRun.Outcome {
        var build = ProgramBuilder()
        let made = build.value("made", "{ value: \(value) }")
        let base = TextPart.reference(Reference(root: .environment, path: [.key("BASE")]))
        let options = StepOptions(retries: .init(limit: 3, delay: 1))
        let call = build.call(
            "call", .http(method: "POST", url: .text([base] + url), headers: headers, query: .empty, body: body),
            options: options)
        return try await WorkerRun(emit(build.program([made, call]))).run()
    }

    private static let expression = TextPart.reference(Reference(root: .node(0), path: [.key("value")]))

    @Test(
        "In the path an expression is one segment",
        arguments: [("'a/b'", "a%2Fb"), ("'é ?#'", "%C3%A9%20%3F%23"), ("7", "7"), ("0", "0"), ("false", "false")])
    func segments(value: String, segment: String) async throws {
        let outcome = try await send(value, url: [.text("/users/"), Self.expression, .text("/mail")])
        #expect(outcome.result?["body"]?["path"] == .string("/users/\(segment)/mail"))
    }

    @Test("In the query an expression is a value", arguments: ["a&b=c", "1+1 é", "x#y", ""])
    func query(value: String) async throws {
        let outcome = try await send(
            JSONValue.string(value).text, url: [.text("/x?q="), Self.expression, .text("&z=1")])
        #expect(outcome.result?["body"]?["query"] == [["q", .string(value)], ["z", "1"]])
    }

    @Test(
        "A value that is missing in the path, or would leave it, fails the step by name",
        arguments: ["undefined", "null", "''", "'.'", "'..'"])
    func missing(value: String) async throws {
        let outcome = try await send(value, url: [.text("/users/"), Self.expression])
        #expect(outcome.error?.contains("{{made.value}}") == true)
        #expect(outcome.json["steps"]?.array?.last?["attempts"] == 1)
        #expect(outcome.requests == 0)
    }

    @Test("A url that is one expression, or begins with one, is taken as it is")
    func whole() async throws {
        var build = ProgramBuilder()
        let made = build.value("made", "{ url: env.BASE + '/a/b?c=d&e=f' }")
        let call = build.call(
            "call",
            .http(
                method: "GET", url: .reference(build.reference("made.url")), headers: .empty, query: .empty, body: nil))
        let outcome = try await WorkerRun(emit(build.program([made, call]))).run()
        #expect(outcome.result?["body"]?["path"] == "/a/b")
        #expect(outcome.result?["body"]?["query"] == [["c", "d"], ["e", "f"]])
    }

    @Test("In a text that is JSON an expression is JSON, in a string and alone")
    func jsonText() async throws {
        let body = ValueTemplate.text([
            .text("{\"a\": \""), Self.expression, .text("\", \"b\": "), Self.expression, .text(", \"c\\\"d\":1}"),
        ])
        let quoted = try await send(#"'A "B"\n'"#, body: body)
        #expect(quoted.result?["body"]?["body"] == #"{"a": "A \"B\"\n", "b": "A \"B\"\n", "c\"d":1}"#)
        let object = try await send("{ n: [1] }", body: body)
        #expect(object.result?["body"]?["body"] == #"{"a": "{\"n\":[1]}", "b": {"n":[1]}, "c\"d":1}"#)
        let none = try await send("undefined", body: body)
        #expect(none.result?["body"]?["body"] == #"{"a": "", "b": null, "c\"d":1}"#)
    }

    @Test(
        "What JSON would lose in a body fails the step at once, by its place",
        arguments: [
            ("new Map([['a', 1]])", "a Map"), ("{ a: [new Set()] }", "a Set at \"a[0]\""), ("[NaN]", "NaN at \"[0]\""),
            ("{ run: () => 1 }", "a function at \"run\""), ("{ s: Symbol('x') }", "a symbol at \"s\""),
            ("(function* () {})()", "a Generator"), ("new Uint8Array(2)", "a Uint8Array"),
            ("new (class Card { #number = 1 })()", "a Card"),
        ])
    func lost(value: String, reason: String) async throws {
        let bodies: [ValueTemplate] = [
            .reference(Reference(root: .local("made"), path: [])),
            .text([.text("{\"a\": "), .code(Self.code), .text("}")]),
            .text([.text("{\"a\": \""), .code(Self.code), .text("\"}")]),
        ]
        for (index, body) in bodies.enumerated() {
            var build = ProgramBuilder()
            let made = build.step("prepare", .code("const made: any = \(value);"), inline: true)
            let base = TextPart.reference(Reference(root: .environment, path: [.key("BASE")]))
            let call = build.call(
                "call",
                .http(method: "POST", url: .text([base, .text("/x")]), headers: .empty, query: .empty, body: body),
                options: StepOptions(retries: .init(limit: 3, delay: 1)))
            let outcome = try await WorkerRun(emit(build.program([made, call]))).run()
            let what = index == 2 ? "A value in a text" : "The body of the request"
            #expect(outcome.error?.contains("\(what) is not JSON: \(reason)") == true, "\(outcome.json.text)")
            #expect(outcome.requests == 0)
        }
    }

    private static let code = CodeText(parts: [.code("made")], field: "body")

    @Test("Dates and errors in a text are texts")
    func dates() async throws {
        let body = ValueTemplate.text([
            .text("at "), .code(CodeText(parts: [.code("new Date(0)")], field: "body")), .text(" "),
            .code(CodeText(parts: [.code("new TypeError('no')")], field: "body")),
        ])
        #expect(try await send("1", body: body).result?["body"]?["body"] == "at 1970-01-01T00:00:00.000Z TypeError: no")
    }

    @Test("A text that is not JSON is sent as it is")
    func plainText() async throws {
        let body = ValueTemplate.text([.text("<a b=\""), Self.expression, .text("\"/>")])
        #expect(try await send(#"'"'"#, body: body).result?["body"]?["body"] == #"<a b="""/>"#)
        #expect(try await send("1", body: .literal("1234")).result?["body"]?["body"] == "1234")
    }

    @Test("An object is sent as a form where the header says so")
    func form() async throws {
        let type = ValueTemplate.literal(["Content-Type": "application/x-www-form-urlencoded; charset=utf-8"])
        let body = ValueTemplate.object([
            .init(key: "secret", value: .literal("f+M=")), .init(key: "tag", value: .text([Self.expression])),
            .init(key: "list", value: .literal([1, "b c"])), .init(key: "none", value: .literal(nil)),
        ])
        let outcome = try await send("'é'", headers: type, body: body)
        #expect(outcome.result?["body"]?["body"] == "secret=f%2BM%3D&tag=%C3%A9&list=1&list=b+c")
    }

    @Test("Headers may be a text that is a JSON object; another text fails without another attempt")
    func headerText() async throws {
        let value = ValueTemplate.text([Self.expression])
        let outcome = try await send(#"'{"x-mark":"m"}'"#, headers: value)
        #expect(outcome.result?["body"]?["mark"] == "m")
        let failed = try await send("'x-mark: m'", headers: value)
        #expect(failed.error?.contains("headers") == true)
        #expect(failed.json["steps"]?.array?.last?["attempts"] == 1)
    }

    @Test("A header that cannot be sent fails at once by its name, without its value")
    func header() async throws {
        let headers = ValueTemplate.object([.init(key: "x-key", value: .text([Self.expression]))])
        let failed = try await send(#"'very\nsecret'"#, headers: headers)
        #expect(
            failed.error == "The header \"x-key\" has characters that no header has, such as a line break",
            "\(failed.json.text)")
        #expect(failed.json["steps"]?.array?.last?["attempts"] == 1 && failed.requests == 0)
    }
}
