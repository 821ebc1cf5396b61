import Compiler
import JSON
import PluginMessages
import TestSupport
import Testing
import WorkerBackend

/// Names of globals that the user's code gives another meaning: it is the user's, and nobody else's.
@Suite("Globals that code names anew", .timeLimit(.minutes(10)))
struct HiddenGlobalTests {
    static let names = [
        "fetch", "Headers", "Date", "Error", "JSON", "Promise", "Response", "URL", "setTimeout", "Object",
        "AbortController",
        "Symbol", "structuredClone", "encodeURIComponent", "globalThis", "self", "$fetch", "$context", "$send",
        "$value",
        "event", "env", "ctx", "request", "context", "runGraph", "TestFlow",
    ]

    private func worker(_ document: JSONValue, triggerCode: String? = nil) throws -> (WorkerRun, Artifact) {
        let lowered = Compiler(catalog: TestCatalog()).lower(document, CompileRequest(triggerCode: triggerCode))
        let program = try #require(lowered.program, "\(lowered.diagnostics)")
        let emitted = WorkerBackend(target: "cloudflare", limits: .paid).emit(program)
        let artifact = try #require(emitted.artifact, "\(emitted.diagnostics)")
        return (WorkerRun(artifact), artifact)
    }

    /// What uses most helpers around a step.
    private static func document(_ code: String, inline: Bool = false, timeout: Bool = false) -> TestDocument {
        var data: JSONObject = ["code": .string(code), "inline": .bool(inline)]
        if timeout { data["timeout"] = "1 minute" }
        return TestDocument(entry: "arms").node("arms", "parallel").node("own", "step", .object(data))
            .step("other", "return [typeof fetch, typeof Date, new Headers({ a: 'b' }).get('a')];")
            .node(
                "call", "http_request",
                ["method": "POST", "url": "{{env.BASE}}/echo/{{own}}", "body": ["at": "{{arms}}"]]
            )
            .node("wait", "sleep_until", ["timestamp": "2020-01-01"])
            .node("each", "loop", ["loopType": "forEach", "collection": "['x']"])
            .step("last", "_output = JSON.stringify([item]); return 1;")
            .step("end", "return [{{arms}}, {{call.status}}, {{each}}];")
            .edge("arms", "own").edge("arms", "other").edge("arms", "call", "then").edge("call", "wait")
            .edge("wait", "each").edge("each", "last", "body").edge("each", "end", "then")
    }

    private static let expected: JSONValue = [["b", ["function", "function", "b"]], 200, #"["x"]"#]

    @Test("An import has its meaning where it is, and the program keeps the platform's", arguments: names)
    func step(name: String) async throws {
        // Where an attempt can be over, it brings names of its own.
        let timeout = name.hasPrefix("$") || name.count < 6
        let code = "import { basename as \(name) } from 'node:path';\nreturn \(name)('/a/b');"
        let (worker, artifact) = try worker(Self.document(code, timeout: timeout).json)
        let outcome = try await worker.replaying.run()
        #expect(outcome.result == Self.expected && outcome.json["replayed"] == outcome.result, "\(artifact.source)")
    }

    @Test(
        "So it has beside other names that an attempt brings",
        arguments: ["$fetch", "$context", "fetch", "env", "$fetch_"])
    func besideOthers(name: String) async throws {
        let code =
            "import { basename as \(name) } from 'node:path';\nconst at = [typeof ctx.attempt, typeof fetch, typeof env.X];\n"
            + "return \(name)('/a/b');"
        let other = name == "fetch" ? code.replacing(", typeof fetch", with: "") : code
        let own = name == "env" ? other.replacing(", typeof env.X", with: "") : other
        let (worker, artifact) = try worker(Self.document(own, timeout: true).json)
        #expect(try await worker.run().result == Self.expected, "\(artifact.source)")
    }

    @Test(
        "Inline code has its imports, and what follows it has them too where nothing else needs the name",
        arguments: names)
    func inline(name: String) async throws {
        let code = "import { basename as \(name) } from 'node:path';\nconst made = \(name)('/a/b');"
        let document = TestDocument(entry: "a").node("a", "step", ["code": .string(code), "inline": true])
            .node("b", "step", ["code": .string(code.replacing("made", with: "again")), "inline": true])
            .node("rest", "step", ["code": "return 1;"])
            .node("call", "http_request", ["method": "POST", "url": "{{env.BASE}}/echo", "body": ["at": "{{rest}}"]])
            .node("wait", "sleep_until", ["timestamp": "2020-01-01"]).step(
                "end", "return typeof made + {{call.status}};"
            )
            .chain("a", "b", "rest", "call", "wait", "end")
        let (worker, artifact) = try worker(document.json)
        let outcome = try await worker.replaying.run()
        let result = try #require(outcome.result?.string, "\(outcome.json.text)\n\(artifact.source)")
        let isVisible = !artifact.warnings.contains { $0.code == "worker.inline.name" }
        #expect(result == (isVisible ? "string200" : "undefined200"), "\(artifact.source)")
    }

    @Test("Functions have their imports", arguments: names)
    func function(name: String) async throws {
        let code = "import { basename as \(name) } from 'node:path';\nreturn \(name)('/a/b');"
        let document = TestDocument(entry: "own").node("own", "step", ["code": .string(code)], name: "EXPORT_own")
            .node(
                "call", "http_request", ["method": "POST", "url": "{{env.BASE}}/echo", "body": ["at": "{{own}}"]],
                name: "EXPORT_call"
            )
            .chain("own", "call").json(changing: ["kind": "script", "trigger": ["type": "http"]])
        let (worker, artifact) = try worker(document)
        let body = try await worker.fetch(body: [:]).body
        let answer = try JSONValue(parsing: body ?? "null")
        #expect(answer["own"] == "b" && answer["call"]?["status"] == 200, "\(artifact.source)")
    }

    @Test("Trigger code that is the body of fetch has its imports", arguments: names)
    func triggerBody(name: String) async throws {
        let response = name == "Response" ? "Answer" : "Response"
        let trigger =
            "import { basename as \(name) } from 'node:path';\nconst Answer = (await globals()).Response;\n"
            + "return new \(response)(\(name)('/a/b'));\nasync function globals() { return new Function('return this')(); }"
        let (worker, artifact) = try worker(Self.document("return 'b';").json, triggerCode: trigger)
        #expect(try await worker.fetch().body == "b", "\(artifact.source)")
        #expect(try await worker.run().result == Self.expected, "\(artifact.source)")
    }

    private static let declarations = [
        "import { basename as NAME } from 'node:path';", "function NAME(path) { return path.slice(-1); }",
        "const NAME = (path) => path.slice(-1);", "const { basename: NAME } = { basename: (path) => path.slice(-1) };",
        "class NAME0 {}\nlet x, NAME = (path) => path.slice(-1);",
    ]

    @Test(
        "What annotated trigger code declares or imports is the module's, and the program keeps the platform's",
        arguments: [
            "Headers", "Date", "Error", "JSON", "Promise", "Math", "URL", "setTimeout", "Object", "Array", "crypto",
            "Symbol",
            "fetch", "structuredClone", "encodeURIComponent", "String", "Map", "TextDecoder", "AbortController",
            "Request",
        ])
    func triggerModule(name: String) async throws {
        let declaration = Self.declarations[name.utf8.count % Self.declarations.count]
        let trigger = """
            \(declaration.replacing("NAME0", with: "Other").replacing("NAME", with: name))
            @fetch function handler(request) { return new Response(\(name)('/a/b')); }
            @queue function mail(batch) { batch.seen.push(\(name)('/c/d')); }
            @queue function other(batch) { batch.seen.push('other'); }
            """
        let (worker, artifact) = try worker(Self.document("return 'b';", timeout: true).json, triggerCode: trigger)
        #expect(try await worker.fetch().body == "b", "\(artifact.source)")
        #expect(try await worker.run().result == Self.expected, "\(artifact.source)")
        #expect(try await worker.queue(["queue": "mail"]).json["sent"] == ["d"])
    }

    @Test("Queue handlers alone leave the default handler its globals, of a workflow and of a function")
    func defaultHandlers() async throws {
        let trigger = """
            const Response = 1, Error = 2, Date = 3, crypto = 4, Map = 5;
            @queue function mail(batch) { batch.seen.push(Response); }
            """
        let (worker, artifact) = try worker(Self.document("return 'b';").json, triggerCode: trigger)
        #expect(
            try await worker.workflow("WORKFLOW").fetch(body: [:]).body?.contains("instance") == true,
            "\(artifact.source)")
        let document = TestDocument(entry: "own").node("own", "step", ["code": "return 1;"], name: "EXPORT_own")
            .json(changing: ["kind": "script", "trigger": ["type": "http"]])
        let (script, source) = try self.worker(document, triggerCode: trigger)
        #expect(try await script.fetch(body: [:]).body == #"{"own":1}"#, "\(source.source)")
    }

    @Test("Names without which no generated code can be are refused", arguments: ["globalThis", "undefined", "$send"])
    func refused(name: String) throws {
        let trigger = "const \(name) = 1;\n@queue function mail(batch) { return \(name); }"
        let lowered = Compiler(catalog: TestCatalog()).lower(
            Self.document("return 'b';").json, CompileRequest(triggerCode: trigger))
        let emitted = WorkerBackend(target: "cloudflare", limits: .paid).emit(try #require(lowered.program))
        #expect(
            emitted.artifact == nil && emitted.diagnostics.contains { $0.code == "worker.trigger.name" && $0.line == 1 }
        )
    }
}
