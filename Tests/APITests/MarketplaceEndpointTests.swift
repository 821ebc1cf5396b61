import Foundation
import JSON
import Marketplace
import PlatformFixtures
import TestSupport
import Testing

@testable import API
@testable import Platform

@Suite("The marketplace over HTTP", .timeLimit(.minutes(10)))
struct MarketplaceEndpointTests {
    @Test("From the catalogue to a node of one's own, through updates, and back")
    func lifecycle() async throws {
        let registry = try await NodeRegistry()
        try await with(registry) { server in
            let catalogue = try await server.send("GET", "/api/marketplace").json
            let entry = catalogue["data"]?.array?.first
            #expect(entry?["id"] == "postcard" && entry?["latestVersion"] == "1.1.0")
            #expect(entry?["isInstalled"] == false && entry?["installation"] == .null)
            #expect(catalogue["registries"]?.array?.first?["isReachable"] == true)
            let details = try await server.send("GET", "/api/marketplace/postcard").json
            #expect(details["versions"]?.array?.map { $0["version"] } == ["1.1.0", "1.0.0"])
            let newest = details["versions"]?.array?.first
            #expect(newest?["builds"]?.array?.first?["signedBy"]?.string == registry.key.publicKey.id)
            #expect(details["definition"]?["id"] == "postcard")
            #expect(details["readme"]?.string?.hasPrefix("# Postcard") == true)
            #expect(details["changelog"] == "# 1.1.0\n")
            let old = try await server.send("GET", "/api/marketplace/postcard?version=1.0.0").json
            #expect(old["changelog"] == "# 1.0.0\n")

            let dry = try await server.send(
                "POST", "/api/marketplace/install?dryRun=true", ["nodeId": "postcard", "version": "1.0.0"])
            #expect(dry.status == 200 && dry.json["dryRun"] == true)
            let plan: JSONValue = ["nodeId": "postcard", "version": "1.0.0", "dryRun": true]
            let planned = try await server.send("POST", "/api/marketplace/install", plan)
            #expect(planned.status == 200 && planned.json["dryRun"] == true)
            #expect(try await server.send("GET", "/api/marketplace/installed").json["data"] == [])
            let install = try await server.send(
                "POST", "/api/marketplace/install", ["nodeId": "postcard", "version": "1.0.0"])
            #expect(install.status == 201)
            #expect(try await server.send("GET", "/api/nodes/postcard").json["version"] == "1.0.0")
            let installed = try await server.send("GET", "/api/marketplace/installed").json
            #expect(installed["data"]?.array?.first?["nodeId"] == "postcard")
            #expect(installed["data"]?.array?.first?["definition"]?["version"] == "1.0.0")
            #expect(try await server.send("GET", "/api/marketplace").json["data"]?.array?.first?["hasUpdate"] == true)

            let update = try await server.send("POST", "/api/marketplace/update", ["nodeId": "postcard"])
            #expect(update.status == 200 && update.json["version"] == "1.1.0")
            #expect(update.json["previousVersion"] == "1.0.0")
            for change in ["rollback", "uninstall"] {
                let dry = try await server.send(
                    "POST", "/api/marketplace/\(change)", ["nodeId": "postcard", "dryRun": true])
                #expect(dry.status == 200 && dry.json["dryRun"] == true)
            }
            #expect(try await server.send("GET", "/api/nodes/postcard").json["version"] == "1.1.0")
            let back = try await server.send("POST", "/api/marketplace/rollback", ["nodeId": "postcard"])
            #expect(back.status == 200 && back.json["version"] == "1.0.0")
            let uninstall = try await server.send("POST", "/api/marketplace/uninstall", ["nodeId": "postcard"])
            #expect(uninstall.status == 200)
            #expect(try await server.send("GET", "/api/nodes/postcard").status == 404)
        }
    }

    @Test("What cannot be done is told by status and code")
    func refusals() async throws {
        let registry = try await NodeRegistry(["postcard": ["1.0.0"], "letter": ["1.0.0"]])
        try registry.replace("letter", "1.0.0", with: Data("something else".utf8))
        try await with(registry) { server in
            func post(_ path: String, _ body: JSONValue) async throws -> (Int, String) {
                let answer = try await server.send("POST", "/api/marketplace/\(path)", body)
                return (answer.status, answer.json["code"]?.string ?? "")
            }
            #expect(try await post("install", ["nodeId": "nothing"]) == (404, "marketplace.unknownNode"))
            #expect(
                try await post("install", ["nodeId": "postcard", "version": "7.0.0"])
                    == (404, "marketplace.unknownVersion"))
            #expect(try await post("install", ["nodeId": "letter"]) == (422, "package.size"))
            #expect(try await post("install", [:]) == (400, "request.invalid"))
            #expect(try await post("install?dryRun=perhaps", ["nodeId": "postcard"]) == (400, "request.invalid"))
            #expect(try await post("update", ["nodeId": "postcard"]) == (409, "marketplace.notInstalled"))
            #expect(try await post("uninstall", ["nodeId": "postcard"]) == (409, "marketplace.notInstalled"))
            #expect(try await post("rollback", ["nodeId": "postcard"]) == (409, "marketplace.notInstalled"))
            #expect(try await post("install", ["nodeId": "postcard"]) == (201, ""))
            #expect(try await post("install", ["nodeId": "postcard"]) == (409, "marketplace.installed"))
            #expect(try await post("update", ["nodeId": "postcard"]) == (409, "marketplace.notNewer"))
            #expect(try await post("rollback", ["nodeId": "postcard"]) == (409, "marketplace.noPrevious"))
            #expect(try await server.send("GET", "/api/marketplace/nothing").status == 404)
            let reader = try await server.key([.read])
            let refused = try await server.send(
                "POST", "/api/marketplace/install", ["nodeId": "letter"], key: reader)
            #expect(refused.status == 403)
            try FileManager.default.removeItem(atPath: registry.root)
            let away = try await server.send("POST", "/api/marketplace/install", ["nodeId": "letter"])
            #expect(away.status == 503 && away.json["code"] == "registry.unreachable")
            let name = URL(filePath: registry.root).lastPathComponent
            #expect(away.json["detail"]?.string?.contains("\(name)/index.json") == true, "\(away.text)")
            #expect(!away.text.contains(registry.root), "\(away.text)")
            #expect(try await server.send("GET", "/api/nodes/postcard").status == 200)
        }
    }

    @Test("What is not installed is told with what registries offer and what is installed")
    func nearest() async throws {
        let registry = try await NodeRegistry(["postcard": ["1.0.0"]])
        try await with(registry) { server in
            func problem(_ type: String) async throws -> String {
                let node: JSONValue = [
                    "id": "n", "type": .string(type), "name": "N", "position": ["x": 0, "y": 0], "version": "1.0.0",
                    "provider": "cloudflare", "data": [:],
                ]
                let document: JSONValue = [
                    "metadata": ["name": "N", "version": 1], "nodes": [node], "edges": [], "entryNodeId": "n",
                ]
                let answer = try await server.send("POST", "/api/compile", ["ir": document])
                #expect(answer.status == 400)
                return answer.json["details"]?.array?.first { $0["code"] == "ir.node.unknownType" }?["message"]?.string
                    ?? answer.text
            }
            #expect(
                try await problem("postcard").hasPrefix("The node \"postcard\" is not installed. Install the package"))
            #expect(try await problem("postcrd").contains("did you mean \"postcard\", which is not installed?"))
            #expect(try await problem("stepp").hasSuffix("did you mean \"step\"?"))
            #expect(try await problem("zebra").contains("If it is a marketplace node"))
            let misspelled = try await server.send("POST", "/api/marketplace/install", ["nodeId": "postcrd"])
            #expect(misspelled.text.contains("Did you mean \\\"postcard\\\"?"), "\(misspelled.text)")
            #expect(try await server.send("POST", "/api/marketplace/install", ["nodeId": "postcard"]).status == 201)
            for change in ["update", "rollback", "uninstall"] {
                let answer = try await server.send("POST", "/api/marketplace/\(change)", ["nodeId": "postcad"])
                #expect(
                    answer.status == 409 && answer.text.contains("Did you mean \\\"postcard\\\"?"), "\(answer.text)")
            }
            let plugin = try await server.send("GET", "/api/plugins").json["data"]?.array?.first?["id"]?.string ?? ""
            let unknown = try await server.send("POST", "/api/plugins/\(plugin)x/restart")
            #expect(unknown.text.contains("Did you mean \\\"\(plugin)\\\"?"), "\(unknown.text)")
        }
    }

    @Test("Keys are shown no folder of the machine; operators see where a library is")
    func folders() async throws {
        let registry = try await NodeRegistry()
        try await with(registry) { server in
            func reads() async throws {
                for path in [
                    "marketplace", "marketplace/postcard", "marketplace/installed", "plugins", "nodes", "providers",
                    "me",
                ] {
                    let answer = try await server.send("GET", "/api/\(path)")
                    #expect(answer.status == 200)
                    for folder in [registry.root, server.installation.directory, BuildProducts.directory.path] {
                        #expect(!answer.text.contains(folder), "\(path): \(answer.text)")
                    }
                }
            }
            let installed = try await server.send("POST", "/api/marketplace/install", ["nodeId": "postcard"])
            #expect(installed.status == 201 && !installed.text.contains(registry.root), "\(installed.text)")
            try await reads()
            func path(_ plugins: JSONValue) -> String? {
                plugins["data"]?.array?.compactMap { $0["path"]?.string }.first { $0.hasSuffix(".so") }
            }
            let library = path(try await server.send("GET", "/api/plugins").json)
            #expect(library?.isEmpty == false && library?.contains("/") == false, "\(library ?? "")")
            let owner = try await Person.owner(of: server)
            let whole = path(try await owner.send("GET", "/api/plugins").json)
            #expect(whole?.hasPrefix("/") == true && whole?.hasSuffix("/\(library ?? "?")") == true, "\(whole ?? "")")
            try FileManager.default.removeItem(atPath: registry.root)
            try await reads()
        }
    }

    @Test("Neither a project's key nor a member changes what the whole server has")
    func shared() async throws {
        let registry = try await NodeRegistry()
        try await with(registry) { server in
            _ = try await server.send("POST", "/api/marketplace/install", ["nodeId": "postcard"])
            let owner = try await Person.owner(of: server)
            let key = try await server.key([.read, .write, .deploy])
            var people: [Role: Person] = [.owner: owner]
            for role in [Role.admin, .member] {
                let invited = try await owner.send(
                    "POST", "/api/invitations",
                    ["email": .string("\(role.rawValue)@example.com"), "role": .string(role.rawValue)])
                people[role] = try await Person.signUp(server, invited.json["token"]?.string ?? "", role.rawValue)
            }
            for verb in ["disable", "enable", "restart"] {
                let path = "/api/plugins/postcard/\(verb)"
                let byKey = try await server.send("POST", path, key: key)
                #expect(byKey.status == 403 && byKey.json["code"] == "auth.operatorOnly", "\(verb): \(byKey.text)")
                let byMember = try await people[.member]?.send("POST", path)
                #expect(byMember?.status == 403 && byMember?.json["code"] == "auth.role", "\(verb)")
                for role in [Role.owner, .admin] {
                    #expect(try await people[role]?.send("POST", path).status == 200, "\(verb) \(role)")
                }
                #expect(try await server.send("POST", path).status == 200, "\(verb)")
            }
            #expect(try await server.send("GET", "/api/plugins", key: key).status == 200)
        }
    }

    @Test("A plugin is seen, turned off and on, and restarted by those who operate the server")
    func plugins() async throws {
        let registry = try await NodeRegistry()
        try await with(registry) { server in
            _ = try await server.send("POST", "/api/marketplace/install", ["nodeId": "postcard"])
            let list = try await server.send("GET", "/api/plugins").json["data"]?.array ?? []
            let plugin = try #require(list.first { $0["id"] == "postcard" })
            #expect(plugin["isolation"] == "process" && plugin["state"] == "idle" && plugin["origin"] == "package")
            #expect(plugin["nodes"] == ["postcard@1.1.0"])

            let off = try await server.send("POST", "/api/plugins/postcard/disable").json
            #expect(off["data"]?.array?.first?["state"] == "off")
            #expect(off["data"]?.array?.first?["reason"]?.string?.contains("operator") == true)
            let missing = try await server.send("GET", "/api/nodes/postcard")
            #expect(missing.status == 503 && missing.json["code"] == "plugin.off")
            #expect(missing.json["detail"]?.string?.contains("An operator disabled it") == true)
            let on = try await server.send("POST", "/api/plugins/postcard/enable").json
            #expect(on["data"]?.array?.first?["state"] == "idle")
            #expect(try await server.send("GET", "/api/nodes/postcard").status == 200)
            let restarted = try await server.send("POST", "/api/plugins/postcard/restart")
            #expect(restarted.json["data"]?.array?.first?["state"] == "running")
            #expect(try await server.send("POST", "/api/plugins/nothing/restart").status == 404)

            let stranger = try await server.installation.stranger(server.owner)
            let key = try await server.installation.platform.keys.create(stranger, name: "S", scopes: [.read, .write])
            #expect(try await server.send("GET", "/api/plugins", key: key.text).status == 403)
        }
    }

    private func with(_ registry: NodeRegistry, _ body: @escaping @Sendable (Server) async throws -> Void) async throws
    {
        try await Server.with(registry, body)
    }
}

extension Server {
    /// A server that takes nodes from a registry.
    static func with(
        _ registry: NodeRegistry, _ body: @escaping @Sendable (Server) async throws -> Void
    ) async throws {
        let contributions = FakeContributions(
            host: FakeContributions.host(executable: BuildProducts.millrace.path))
        try await Server.with(contributions: contributions, marketplace: registry.settings, body)
        await contributions.host.shutdown()
    }
}
