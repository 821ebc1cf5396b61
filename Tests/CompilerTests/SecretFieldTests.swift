import Compiler
import IR
import JSON
import PluginMessages
import TestSupport
import Testing
import WorkerBackend

@Suite("Secret fields of nodes in documents", .timeLimit(.minutes(10)))
struct SecretFieldTests {
    private static func lower(_ data: JSONObject) -> Lowered {
        var all: JSONObject = ["to": "a@b.c", "text": "hi"]
        for (key, value) in data { all[key] = value }
        let document = TestDocument(entry: "tell").node("tell", "notify", .object(all), version: "1.2.0")
            .node("other", "notify", ["to": "a@b.c", "text": "hi"], version: "1.2.0")
            .step("both", "return [{{tell.token}}, {{other.token}}];").chain("tell", "other", "both")
        return Compiler(catalog: TestCatalog()).lower(document.json)
    }

    @Test("Two accounts of one vendor in one workflow, one in a field and one in the variable")
    func accounts() async throws {
        let lowered = Self.lower(["token": "{{env.SECOND_TOKEN}}"])
        let program = try #require(lowered.program, "\(lowered.diagnostics)")
        #expect(lowered.diagnostics.isEmpty)
        let emitted = WorkerBackend(target: "cloudflare", limits: .paid).emit(program)
        let artifact = try #require(emitted.artifact, "\(emitted.diagnostics)")
        #expect(artifact.requiredEnvironment == ["NOTIFY_TOKEN", "SECOND_TOKEN"])
        let run = try await WorkerRun(artifact, env: ["NOTIFY_TOKEN": "first", "SECOND_TOKEN": "second"]).run()
        #expect(run.result == ["second", "first"], "\(run.json.text)")
    }

    @Test("An empty field is none, and a secret is not written out")
    func others() {
        #expect(Self.lower(["token": ""]).program?.nodes.first?.secretFields == [:])
        #expect(Self.lower(["token": .null]).program?.nodes.first?.secretFields == [:])
        #expect(Self.lower(["token": "xoxb-1"]).diagnostics.map(\.code) == ["ir.node.secretInDocument"])
    }

    @Test("A field beside a credential is told: it is the one that is used")
    func credential() {
        let both = Self.lower(["token": "{{env.SECOND_TOKEN}}", "credential": "crm-eu"])
        #expect(both.diagnostics.map(\.code) == ["ir.credential.field"])
        #expect(both.diagnostics.first?.severity == .warning)
        #expect(both.diagnostics.first?.pointer == "/nodes/0/data/token")
        #expect(both.program?.nodes.first?.secretFields == ["token": "NOTIFY_TOKEN"])
        #expect(Self.lower(["credential": "crm-eu"]).diagnostics.isEmpty)
    }
}
