import JSON
import PluginMessages
import TestSupport
import Testing

@testable import WorkerBackend

@Suite("Nodes that name a credential", .timeLimit(.minutes(10)))
struct CredentialCallTests {
    private static let template = NodeTemplate(
        node: "vendor", version: "1.0.0", target: "cloudflare",
        source: """
            import { secret } from "@millrace/node";
            export default async (env: any, params: any) => [secret(env, "VENDOR_TOKEN"), env.OTHER, params];
            """)

    private static let values: JSONObject = [
        "MILLRACE_CREDENTIAL_CRM_EU": #"{"kind":"values","values":{"token":"of-the-credential"}}"#,
        "OTHER": "other", "VENDOR_TOKEN": "of-the-variable",
    ]

    private static func program(_ credentials: [String?], kind: Program.Kind = .workflow) -> Program {
        var build = ProgramBuilder()
        let calls = credentials.enumerated().map { index, name in
            build.call(
                "n\(index)", .template(0, params: .empty), export: kind == .script ? "n\(index)" : nil,
                credential: name.map { CredentialUse(name: $0, variables: ["token": "VENDOR_TOKEN"]) })
        }
        return build.program(calls, kind: kind, templates: [template])
    }

    @Test("A node reads the credential's values in place of its variables, which need not be set")
    func values() async throws {
        let artifact = try emit(Self.program(["crm-eu"]))
        #expect(artifact.requiredEnvironment == ["MILLRACE_CREDENTIAL_CRM_EU", "OTHER"])
        let run = try await WorkerRun(artifact, env: Self.values).run()
        #expect(run.result == ["of-the-credential", "other", [:]], "\(run.json.text)")
    }

    @Test("Beside one that names none, the variable is needed too")
    func mixed() async throws {
        let artifact = try emit(Self.program(["crm-eu", nil]))
        #expect(artifact.requiredEnvironment == ["MILLRACE_CREDENTIAL_CRM_EU", "OTHER", "VENDOR_TOKEN"])
        let run = try await WorkerRun(artifact, env: Self.values).run()
        #expect(run.result == ["of-the-variable", "other", [:]], "\(run.json.text)")
    }

    @Test("A function's nodes have credentials too")
    func function() async throws {
        let artifact = try emit(Self.program(["crm-eu"], kind: .script))
        let answer = try await WorkerRun(artifact, env: Self.values).fetch("POST", "/", body: [:])
        #expect(answer.body?.contains("of-the-credential") == true, "\(answer.json.text)")
    }

    @Test("A credential survives the message to the provider, and old messages have none")
    func message() throws {
        let program = Self.program(["crm-eu", nil])
        #expect(try Program(json: program.json) == program)
        #expect(program.json["nodes"]?.array?.last?["credential"] == nil)
    }
}
