import JSON
import PlatformFixtures
import PluginHost
import PluginMessages
import TestSupport
import Testing

@testable import API
@testable import Platform

// Lists that a credential is needed for.
extension NodePickerTests {
    @Test("Only who may use the credential lists with it, and sends its token nowhere else than a deploy could")
    func access() async throws {
        try await weaving { weaving in
            let server = weaving.server
            let reader = try await server.key([.read])
            let refused = try await weaving.options("mill", key: reader)
            #expect(refused.status == 403 && refused.json["code"] == "auth.scope", "\(refused.text)")
            let writer = try await server.key([.read, .write])
            #expect(try await weaving.options("mill", key: writer).status == 200)
            let moved: JSONObject = ["config": ["baseUrl": .string("\(weaving.base)/elsewhere")]]
            #expect(try await weaving.options("mill", moved, key: writer).status == 403)
            #expect(try await weaving.options("mill", moved).status == 502)
            let usual: JSONObject = ["config": ["baseUrl": .string(weaving.base)]]
            #expect(try await weaving.options("mill", usual, key: writer).status == 200)
            #expect(try await weaving.options("mill", credential: "nothing").status == 404)
            // The credential of another project, with a key that has all scopes in its own.
            let owner = try await Person.owner(of: server)
            let project = try await owner.send("POST", "/api/projects", ["name": "Other"])
            let other = try await owner.send(
                "POST", "/api/credentials",
                [
                    "name": "theirs", "type": "values", "values": ["values": ["WEAVER_KEY": "hush-weaver"]],
                    "projectId": project.json["id"] ?? "",
                ])
            let id = try #require(other.json["id"]?.string, "\(project.text) \(other.text)")
            let all = try await server.key([.read, .write, .deploy])
            let strange = try await weaving.options("mill", credential: id, key: all)
            #expect(strange.status == 404 && strange.json["code"] == "credential.notFound", "\(strange.text)")
        }
    }

    @Test("An account that the node cannot use, or that lacks a value, is told before the vendor is asked")
    func unfit() async throws {
        try await weaving { weaving in
            let server = weaving.server
            let aws = try await server.send(
                "POST", "/api/credentials",
                [
                    "name": "keys", "type": "aws",
                    "values": ["accessKeyId": "AKIA7", "secretAccessKey": "hush", "region": "eu-west-1"],
                ])
            let unfit = try await weaving.options("mill", credential: aws.json["id"]?.string)
            #expect(unfit.status == 400 && unfit.json["code"] == "credential.unfit", "\(unfit.text)")
            #expect(unfit.text.contains("\\\"aws\\\"") && unfit.text.contains("api-key"), "\(unfit.text)")
            let empty = try await server.send(
                "POST", "/api/credentials", ["name": "empty", "type": "values", "values": ["values": ["OTHER": "x"]]])
            let lacking = try await weaving.options("mill", credential: empty.json["id"]?.string)
            #expect(lacking.status == 400 && lacking.text.contains("WEAVER_KEY"), "\(lacking.text)")
            #expect(weaving.vendor.requests.isEmpty)
        }
    }

    @Test("A minted token is renewed when the vendor refuses it, once, as in programs")
    func renewal() async throws {
        let authority = AuthorizationServer(uses: 1)
        try await authority.serving { base in
            try await Server.with { server in
                let things = VendorList("/things", items: "", label: "account", value: "account")
                let node = NodeDefinition(
                    id: "weaver", name: "Weaver", version: "1.0.0", description: "", category: "Tests",
                    configSchema: [
                        ConfigField("token", .secret, label: "Token", envVarName: "WEAVER_TOKEN"),
                        Self.field("thing", things),
                        ConfigField("baseUrl", .string, label: "Address", default: .string(base)),
                    ], providers: ["here"])
                server.installation.contributions.host.attach(
                    LoadedPlugin(
                        path: "weaver",
                        manifest: Manifest(id: "weaver", name: "Weaver", version: "1.0.0", nodes: [node]),
                        connection: server.installation.provider))
                let made = try await server.send(
                    "POST", "/api/credentials",
                    [
                        "name": "crm", "type": "oauth2-client",
                        "values": [
                            "tokenUrl": .string("\(base)/token"), "clientId": "ada", "clientSecret": "secret-of-ada",
                        ],
                    ])
                for count in 1...3 {
                    let answer = try await server.send(
                        "POST", "/api/nodes/weaver/options",
                        ["field": "thing", "credentialId": made.json["id"] ?? "", "refresh": true])
                    #expect(answer.json["data"] == [["value": "ada", "label": "ada"]], "\(answer.text)")
                    #expect(authority.grants.count == count)
                }
            }
        }
    }
}
