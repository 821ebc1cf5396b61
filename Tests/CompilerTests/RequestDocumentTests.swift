import Compiler
import IR
import JSON
import PluginMessages
import TestSupport
import Testing
import WorkerBackend

@Suite("Documents with requests", .timeLimit(.minutes(10)))
struct RequestDocumentTests {
    private func lower(_ type: String, _ data: JSONValue) -> Lowered {
        Compiler(catalog: TestCatalog()).lower(TestDocument(entry: "a").node("a", type, data).json)
    }

    @Test(
        "A body that is not sent is a warning",
        arguments: [
            ("http_request", ["method": "GET", "url": "https://a.test", "body": ["a": 1]]),
            ("http_request", ["method": "HEAD", "url": "https://a.test", "body": "x"]),
            ("http_request", ["url": "https://a.test", "body": [1]]),
            ("sub_script", ["workerName": "s", "method": "GET", "body": "{{trigger.a}}"]),
        ] as [(String, JSONValue)])
    func bodies(type: String, data: JSONValue) throws {
        let lowered = lower(type, data)
        let warning = try #require(lowered.diagnostics.first { $0.code == "ir.http.body" })
        #expect(warning.severity == .warning)
        #expect(warning.pointer == "/nodes/0/data/body")
        let program = try #require(lowered.program)
        let source = try #require(WorkerBackend(target: "cloudflare", limits: .paid).emit(program).artifact?.source)
        #expect(!source.contains("body: ["))
    }

    @Test(
        "An empty body, or one that is sent, is none",
        arguments: [
            ("http_request", ["method": "GET", "url": "https://a.test", "body": [:]]),
            ("http_request", ["method": "GET", "url": "https://a.test", "body": ""]),
            ("http_request", ["method": "DELETE", "url": "https://a.test", "body": ["a": 1]]),
            ("sub_script", ["workerName": "s", "body": ["a": 1]]),
        ] as [(String, JSONValue)])
    func noWarning(type: String, data: JSONValue) {
        #expect(!lower(type, data).diagnostics.contains { $0.code == "ir.http.body" })
    }

    @Test(
        "A name that no header has is a warning, in objects and in JSON texts",
        arguments: [
            (["X A": "1", "X-B": "2"], "/nodes/0/data/headers/X A"), (["x:": "1"], "/nodes/0/data/headers/x:"),
            (["": ""], "/nodes/0/data/headers/"), (["Größe": "1"], "/nodes/0/data/headers/Größe"),
            (["{{trigger.a}}": "1"], "/nodes/0/data/headers/{{trigger.a}}"),
            (#"{"a b": "{{trigger.a}}"}"#, "/nodes/0/data/headers"), (["x_1.*~|": "1", "a-B": "é"], nil),
            ("{{trigger.headers}}", nil), (#"{"x-a": {{trigger.a}}}"#, nil),
        ] as [(JSONValue, String?)])
    func headerNames(headers: JSONValue, pointer: String?) {
        for (type, data) in [
            ("http_request", ["url": "https://a.test", "headers": headers]),
            ("sub_script", ["workerName": "s", "headers": headers]),
        ] as [(String, JSONValue)] {
            let found = lower(type, data).diagnostics.filter { $0.code == "ir.http.header" }
            #expect(found.map(\.pointer) == [pointer].compactMap(\.self))
            #expect(found.allSatisfy { $0.severity == .warning })
        }
    }

    @Test("White space around a URL or a duration that is one expression means nothing")
    func surroundings() async throws {
        let document = TestDocument(entry: "v").step("v", "return { url: `${env.BASE}/a%2Fb?q=1`, pause: 5 };")
            .node("call", "http_request", ["url": " {{ v.url }}\n"]).node("s", "sleep", ["duration": "\t{{v.pause}} "])
            .step("end", "return call.body.path;").chain("v", "call", "s", "end")
        let lowered = Compiler(catalog: TestCatalog()).lower(document.json)
        let program = try #require(lowered.program, "\(lowered.diagnostics)")
        let artifact = try #require(WorkerBackend(target: "cloudflare", limits: .paid).emit(program).artifact)
        let outcome = try await WorkerRun(artifact).run()
        #expect(outcome.result == "/a%2Fb", "\(outcome.json.text)")
        #expect(outcome.json["steps"]?.array?.first { $0["kind"] == "sleep" }?["detail"] == 5)
    }

    @Test("Expressions of both kinds are encoded for their place in a document's texts")
    func encoding() async throws {
        let document = TestDocument(entry: "v").step("v", "return { id: 'a/b', name: 'A \"B\"', list: [1] };")
            .node(
                "call", "http_request",
                [
                    "method": "POST", "url": "{{env.BASE}}/users/{{v.id}}/${v.id}?q=${v.name}&r={{v.name}}",
                    "headers": #"{"X-Mark": "m {{v.id}}"}"#,
                    "body": #"{"name": "{{v.name}}", "list": {{v.list}}}"#,
                ]
            ).chain("v", "call")
        let lowered = Compiler(catalog: TestCatalog()).lower(document.json)
        let program = try #require(lowered.program, "\(lowered.diagnostics)")
        let artifact = try #require(WorkerBackend(target: "cloudflare", limits: .paid).emit(program).artifact)
        let body = try await WorkerRun(artifact).run().result?["body"]
        #expect(body?["path"] == "/users/a%2Fb/a%2Fb")
        #expect(body?["query"] == [["q", #"A "B""#], ["r", #"A "B""#]])
        #expect(body?["mark"] == "m a/b")
        #expect(body?["body"] == #"{"name": "A \"B\"", "list": [1]}"#)
    }
}
