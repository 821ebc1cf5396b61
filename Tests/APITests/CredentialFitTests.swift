import JSON
import PlatformFixtures
import PluginHost
import PluginMessages
import Testing

@testable import API
@testable import Platform

@Suite("Credentials whose types do not fit their nodes", .timeLimit(.minutes(10)))
struct CredentialFitTests {
    private static let weaver = NodeDefinition(
        id: "weaver", name: "Weaver", version: "1.0.0", description: "", category: "Tests",
        configSchema: [
            ConfigField("key", .secret, label: "Key", envVarName: "WEAVER_KEY"),
            ConfigField("secret", .secret, label: "Secret", envVarName: "WEAVER_SECRET"),
        ], providers: ["here"])

    private static func document(_ credentials: [String]) throws -> JSONValue {
        var document = Installation.document().object ?? [:]
        let nodes = credentials.enumerated().map { index, name -> JSONValue in
            [
                "id": .string("weave\(index)"), "type": "weaver", "name": "Weave", "position": ["x": 0, "y": 0],
                "version": "1.0.0", "provider": "here", "data": ["credential": .string(name)],
            ]
        }
        let ids = nodes.compactMap { $0["id"]?.string }
        document["nodes"] = .array(nodes)
        document["edges"] = .array(
            zip(ids, ids.dropFirst()).map {
                ["id": .string("\($0)-\($1)"), "source": .string($0), "target": .string($1)]
            })
        document["entryNodeId"] = "weave0"
        return .object(document)
    }

    private func weaving(_ body: @escaping @Sendable (Server, _ workflow: String) async throws -> Void) async throws {
        try await Server.with { server in
            let template = NodeTemplate(
                node: "weaver", version: "1.0.0", target: "here", source: "export default async () => ({});")
            server.installation.contributions.host.attach(
                LoadedPlugin(
                    path: "weaver",
                    manifest: Manifest(
                        id: "weaver", name: "Weaver", version: "1.0.0", nodes: [Self.weaver], templates: [template]),
                    connection: server.installation.provider))
            for (name, type, values) in [
                ("keys", "aws", ["accessKeyId": "A", "secretAccessKey": "hush-1", "region": "eu-west-1"]),
                ("mine", "values", ["values": ["WEAVER_KEY": "hush-2", "WEAVER_SECRET": "hush-3"]]),
            ] as [(String, String, JSONValue)] {
                let made = try await server.send(
                    "POST", "/api/credentials", ["name": .string(name), "type": .string(type), "values": values])
                #expect(made.status == 201, "\(made.text)")
            }
            let workflow = try await server.send("POST", "/api/workflows", ["name": "Weave"])
            try await body(server, "/api/workflows/\(workflow.json["id"]?.string ?? "")")
        }
    }

    @Test("A version is kept with a warning that names node, credential and types; its deploy and its test are refused")
    func refused() async throws {
        try await weaving { server, workflow in
            let document = try Self.document(["mine", "keys"])
            let posted = try await server.send("POST", "\(workflow)/versions", ["ir": document])
            #expect(posted.status == 201, "\(posted.text)")
            let warnings = posted.json["warnings"]?.array ?? []
            #expect(warnings.count == 1, "\(posted.text)")
            #expect(warnings.first?["code"] == "deploy.credentialType" && warnings.first?["severity"] == "warning")
            #expect(warnings.first?["pointer"] == "/nodes/1/data/credential" && warnings.first?["nodeId"] == "weave1")
            let message = warnings.first?["message"]?.string ?? ""
            for word in ["\"keys\"", "\"weave1\"", "\"aws\"", "weaver", "values"] {
                #expect(message.contains(word), "\(message)")
            }
            let compiled = try await server.send("POST", "/api/compile", ["ir": document])
            #expect(compiled.json["warnings"]?.array?.count == 1, "\(compiled.text)")

            server.installation.provider.behave {
                $0.requiredEnvironment = ["MILLRACE_CREDENTIAL_KEYS", "MILLRACE_CREDENTIAL_MINE"]
            }
            let again = try await server.send("POST", "\(workflow)/versions", ["ir": document, "message": "Again"])
            #expect(again.status == 201, "\(again.text)")
            let target: JSONValue = ["connectionId": try await server.connection()]
            let deployed = try await server.send("POST", "\(workflow)/deploy", target)
            #expect(deployed.status == 400 && deployed.json["code"] == "deploy.credentialType", "\(deployed.text)")
            #expect(deployed.json["details"]?.array?.first?["nodeId"] == "weave1", "\(deployed.text)")
            #expect(!server.installation.provider.calls.contains { $0.method == "provider.deploy" })
            let preview = try await server.send("POST", "\(workflow)/deploy-preview", target)
            #expect(preview.json["code"] == "deploy.credentialType", "\(preview.text)")
            let test = try await server.send("POST", "\(workflow)/test", ["params": [:]])
            #expect(test.json["code"] == "deploy.credentialType", "\(test.text)")

            // The same version deploys when the name belongs to an account that fits.
            let list = try await server.send("GET", "/api/credentials?q=keys").json["data"]?.array
            let id = list?.first?["id"]?.string ?? ""
            #expect(try await server.send("DELETE", "/api/credentials/\(id)").status == 204)
            let other = try await server.send(
                "POST", "/api/credentials",
                ["name": "keys", "type": "values", "values": ["values": ["WEAVER_KEY": "x"]]])
            #expect(other.status == 201)
            let now = try await server.send("POST", "\(workflow)/deploy", target)
            #expect(now.status == 201, "\(now.text)")
            let same = try await server.send("POST", "\(workflow)/versions", ["ir": document])
            #expect(same.status == 200 && same.json["warnings"] == [], "\(same.text)")
        }
    }

    @Test("A credential that does not exist is no warning, and a deploy says that it is missing")
    func missing() async throws {
        try await weaving { server, workflow in
            server.installation.provider.behave { $0.requiredEnvironment = ["MILLRACE_CREDENTIAL_NOBODY"] }
            let posted = try await server.send("POST", "\(workflow)/versions", ["ir": Self.document(["nobody"])])
            #expect(posted.status == 201 && posted.json["warnings"] == [], "\(posted.text)")
            let target: JSONValue = ["connectionId": try await server.connection()]
            let deployed = try await server.send("POST", "\(workflow)/deploy", target)
            #expect(deployed.json["code"] == "deploy.missingCredential", "\(deployed.text)")
        }
    }
}
