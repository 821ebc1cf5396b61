import JSON
import PluginMessages
import TestSupport
import Testing

@testable import WorkerBackend

@Suite("Nodes whose fields have secrets of their own", .timeLimit(.minutes(10)))
struct SecretFieldCallTests {
    private static let template = NodeTemplate(
        node: "vendor", version: "1.0.0", target: "cloudflare",
        source: """
            import { NodeError, secret } from "@millrace/node";
            export default async (env: any, params: any) => {
              const token = secret(env, "VENDOR_TOKEN");
              if (params.fails) throw new NodeError("Vendor", { message: `refused ${token}` });
              return [token, env.OTHER];
            };
            """)

    private static let values: JSONObject = [
        "MILLRACE_CREDENTIAL_CRM_EU": #"{"kind":"values","values":{"token":"of-the-credential","OTHER":"its-other"}}"#,
        "OTHER": "other", "VENDOR_TOKEN": "of-the-variable", "SECOND_TOKEN": "of-the-second",
    ]

    private static func program(
        _ params: ValueTemplate?..., credential: CredentialUse? = nil, kind: Program.Kind = .workflow
    ) -> Program {
        var build = ProgramBuilder()
        let calls = params.enumerated().map { index, params in
            build.call(
                "n\(index)", .template(0, params: params ?? .empty), export: kind == .script ? "n\(index)" : nil,
                credential: credential, secretFields: params == nil ? [:] : ["token": "VENDOR_TOKEN"])
        }
        return build.program(calls, kind: kind, templates: [template])
    }

    private static func params(_ path: String, fails: Bool = false) -> ValueTemplate {
        let reference = Reference(root: .environment, path: [.key(path)])
        return .object([
            .init(key: "token", value: .reference(reference)), .init(key: "fails", value: .literal(.bool(fails))),
        ])
    }

    @Test("A field's value is read in place of the variable, which need not be set", arguments: Program.Kind.allCases)
    func field(kind: Program.Kind) async throws {
        let artifact = try emit(Self.program(Self.params("SECOND_TOKEN"), kind: kind))
        #expect(artifact.requiredEnvironment == ["OTHER", "SECOND_TOKEN"])
        let worker = WorkerRun(artifact, env: Self.values)
        if kind == .script {
            let answer = try await worker.fetch("POST", "/", body: [:])
            #expect(answer.body == #"{"n0":["of-the-second","other"]}"#, "\(answer.json.text)")
        } else {
            let run = try await worker.run()
            #expect(run.result == ["of-the-second", "other"], "\(run.json.text)")
        }
    }

    @Test("Beside a node without the field, each has its own account")
    func two() async throws {
        let artifact = try emit(Self.program(Self.params("SECOND_TOKEN"), nil))
        #expect(artifact.requiredEnvironment == ["OTHER", "SECOND_TOKEN", "VENDOR_TOKEN"])
        let run = try await WorkerRun(artifact, env: Self.values).run()
        #expect(run.result == ["of-the-variable", "other"], "\(run.json.text)")
    }

    @Test("A field comes before the credential, whose other values stay")
    func credential() async throws {
        let use = CredentialUse(name: "crm-eu", variables: ["token": "VENDOR_TOKEN"])
        let artifact = try emit(Self.program(Self.params("SECOND_TOKEN"), credential: use))
        let run = try await WorkerRun(artifact, env: Self.values).run()
        #expect(run.result == ["of-the-second", "its-other"], "\(run.json.text)")
    }

    @Test(
        "A field without a value ends the run: the variable may be another account's",
        arguments: ["", .null, true] as [JSONValue])
    func missing(value: JSONValue) async throws {
        var values = Self.values
        values["SECOND_TOKEN"] = value
        let run = try await WorkerRun(emit(Self.program(Self.params("SECOND_TOKEN"))), env: values).run()
        #expect(
            run.error
                == "Parameters: \"token\" has no value. Check its expression, or clear the field to use VENDOR_TOKEN",
            "\(run.json.text)")
    }

    @Test("No message has the value of a field")
    func message() async throws {
        let run = try await WorkerRun(
            emit(Self.program(Self.params("SECOND_TOKEN", fails: true))), env: Self.values
        ).run()
        #expect(run.error == "Vendor: refused ***", "\(run.json.text)")
    }

    @Test("Fields survive the message to the provider, and old messages have none")
    func codec() throws {
        let program = Self.program(Self.params("SECOND_TOKEN"), nil)
        #expect(try Program(json: program.json) == program)
        #expect(program.json["nodes"]?.array?.first?["secretFields"] == ["token": "VENDOR_TOKEN"])
        #expect(program.json["nodes"]?.array?.last?["secretFields"] == nil)
    }
}
