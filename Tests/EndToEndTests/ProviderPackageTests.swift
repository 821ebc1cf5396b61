import Foundation
import JSON
import PlatformFixtures
import PluginMessages
import TestSupport
import Testing

@Suite("Packages with providers, endpoints and storages, on the real server", .serialized, .timeLimit(.minutes(10)))
struct ProviderPackageTests {
    private static let who = "/api/resources/packed/who"

    @Test("A provider is installed, deployed to and triggered, updated and rolled back under its runs, and uninstalled")
    func lifecycle() async throws {
        let registry = try await NodeRegistry(target: "cloudflare")
        try await registry.publish(["1.0.0", "1.1.0"].map { NodeRegistry.provider($0, accepts: "cloudflare") })
        let folder = try TemporaryFolder()
        let server = try await ServerProcess(data: folder.url, arguments: registry.arguments)
        let api = try APIClient(server, data: folder.url)
        let found = try await api.call("GET", "/api/marketplace?kind=provider")["data"]?.array ?? []
        #expect(found.map { $0["id"] } == ["packed"] && found.first?["kinds"] == ["provider", "endpoint"])
        let permissions = found.first?["permissions"]?.array ?? []
        #expect(permissions.map { $0["kind"] } == ["credentials", "deployments", "requests", "hosts"])
        #expect(permissions.last?["subjects"] == ["api.packed.example"])
        #expect(try await api.send("GET", "/api/marketplace?kind=thing").status == 400)
        #expect(try await api.send("GET", Self.who).status == 404)
        _ = try await change("install", api, "1.0.0")
        let providers = try await api.call("GET", "/api/providers")["data"]?.array ?? []
        #expect(providers.contains { $0["id"] == "packed" })
        #expect(try await api.call("GET", Self.who) == ["by": "1.0.0"])
        let description = try await api.call("GET", "/api/openapi.json")
        #expect(description["paths"]?[Self.who] != nil)

        let connection = try await api.call(
            "POST", "/api/connections", ["provider": "packed", "name": "Mine", "credentials": ["apiToken": "t"]])
        let target: JSONValue = ["connectionId": connection["id"] ?? .null]
        let workflow = try await api.workflow(named: "Flow", LocalDocument.steps("Flow", ("One", "return 1;"))).id
        _ = try await api.call("POST", "/api/workflows/\(workflow)/deploy", target)
        func trigger(_ params: JSONValue) async throws -> String {
            var body = target.object ?? [:]
            body["params"] = params
            let run = try await api.call("POST", "/api/workflows/\(workflow)/trigger", .object(body))
            return run["id"]?.string ?? ""
        }
        // It tells of the end by itself.
        let told = try await trigger([:])
        #expect(try await api.end(of: told, workflow)["output"]?["by"] == "1.0.0")
        let waiting = try await trigger(["wait": true])

        let update = try await change("update", api, nil)
        #expect(update["version"] == "1.1.0" && update["previousVersion"] == "1.0.0")
        #expect(update["connections"]?.array?.first?["workflows"] == ["Flow"])
        #expect(try await api.call("GET", Self.who) == ["by": "1.1.0"])
        // The new version has the runs of the old one.
        let ended = try await api.end(of: waiting, workflow)
        #expect(ended["output"]?["by"] == "1.1.0" && ended["output"]?["kept"] == true)
        let second = try await trigger([:])
        #expect(try await api.end(of: second, workflow)["output"]?["by"] == "1.1.0")
        _ = try await change("rollback", api, nil)
        let third = try await trigger([:])
        #expect(try await api.end(of: third, workflow)["output"]?["by"] == "1.0.0")

        let refused = try await api.send(
            "POST", "/api/marketplace/uninstall", ["nodeId": "packed", "force": true])
        #expect(refused.status == 409 && refused.body["code"] == "marketplace.providerInUse")
        #expect(refused.body["detail"]?.string?.contains("\"Mine\"") == true)
        try await server.stop()
        // What was installed is there after a restart, with its runs.
        let next = try await ServerProcess(data: folder.url, arguments: registry.arguments)
        let later = try APIClient(next, data: folder.url)
        #expect(try await later.call("GET", "/api/workflows/\(workflow)/runs/\(third)")["status"] == "complete")
        #expect(try await later.call("GET", Self.who) == ["by": "1.0.0"])
        let id = connection["id"]?.string ?? ""
        _ = try await later.call("POST", "/api/workflows/\(workflow)/takedown", target)
        _ = try await later.bytes("DELETE", "/api/connections/\(id)")
        _ = try await change("uninstall", later, nil)
        #expect(try await later.send("GET", Self.who).status == 404)
        let rest = try FileManager.default.subpathsOfDirectory(atPath: folder.url.appending(path: "packages").path)
        #expect(!rest.contains { $0.hasSuffix(".so") })
        try await next.stop()
    }

    @Test("The command line shows kinds and permissions, and installs what is confirmed")
    func commands() async throws {
        let registry = try await NodeRegistry(target: "cloudflare")
        try await registry.publish([NodeRegistry.provider("1.0.0", accepts: "cloudflare")])
        try await Shell.loggedIn(arguments: registry.arguments) { millrace in
            let list = try await millrace("marketplace search --kind provider").stdout
            #expect(list.contains("packed") && list.contains("provider") && !list.contains("postcard"))
            let info = try await millrace("marketplace info packed").stdout
            #expect(info.contains("Sends requests to api.packed.example."), "\(info)")
            let unconfirmed = try await millrace("marketplace install packed", status: 64)
            #expect(unconfirmed.stderr.contains("--yes"), "\(unconfirmed)")
            #expect(unconfirmed.stderr.contains("Receives the credentials of connections to packed."))
            #expect(try await millrace.json("marketplace search --installed")["data"] == [])
            try await millrace("marketplace install packed --yes")
            // A node asks for nothing.
            try await millrace("marketplace install postcard")
            #expect(try await millrace("connections providers").stdout.contains("packed"))
        }
    }

    @Test("A storage's package is put into the plugins' folder by a command, checked, and served from")
    func storage() async throws {
        let folder = try TemporaryFolder()
        func path(_ name: String) -> String { folder.url.appending(path: name).path }
        func millrace(_ words: String...) async throws -> Command.Output {
            try await Command(executable: BuildProducts.millrace, arguments: words).run()
        }
        let library = BuildProducts.directory.appending(path: "libSQLStorageFixture.so").path
        let packed = try await millrace("plugin", "pack", library, "--output", path("package"))
        #expect(packed.status == 0 && packed.stdout.contains("the storage \"sqlfile\""), "\(packed)")
        let key = try await millrace("registry", "keygen", path("key")).stdout.trimmingCharacters(in: .newlines)
        let plugins = path("plugins")
        try FileManager.default.createDirectory(atPath: plugins, withIntermediateDirectories: true)
        func install(_ more: String...) async throws -> Command.Output {
            try await Command(
                executable: BuildProducts.millrace,
                arguments: [
                    "storage", "install", "sqlstorage", "--yes", "--plugins", plugins, "--registry", path("package"),
                    "--data", path("data"),
                ] + more
            ).run()
        }
        // Nobody has signed it, and then somebody whom nobody trusts.
        #expect(try await install("--trusted-key", key).stderr.contains("not signed"))
        #expect(try await millrace("plugin", "sign", path("package"), "--key", path("key")).status == 0)
        let other = try await millrace("registry", "keygen", path("other")).stdout.trimmingCharacters(in: .newlines)
        #expect(try await install("--trusted-key", other).status != 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: plugins).isEmpty)
        let installed = try await install("--trusted-key", key)
        #expect(installed.status == 0 && installed.stdout.contains("--storage sqlfile"), "\(installed)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: plugins) == ["sqlstorage.so"])

        let data = folder.url.appending(path: "data")
        let file = data.appending(path: "plugins/sqlstorage/kept.db").path
        let arguments = [
            "--plugins", plugins, "--storage", "sqlfile", "--plugin-setting", "sqlstorage.path=\(file)",
        ]
        let server = try await ServerProcess(data: data, arguments: arguments)
        let api = try APIClient(server, data: data)
        let workflow = try await api.call("POST", "/api/workflows", ["name": "Kept"])
        let status = try await api.call("GET", "/api/plugins")["data"]?.array?.first { $0["id"] == "sqlstorage" }
        #expect(status?["isolation"] == "process")
        // A running server does not notice that its library is replaced.
        #expect(try await install("--trusted-key", key).stdout.contains("(was "))
        #expect(try await api.call("GET", "/api/workflows")["data"]?.array?.first?["id"] == workflow["id"])
        try await server.stop()
        let next = try await ServerProcess(data: data, arguments: arguments)
        #expect(
            try await APIClient(next, data: data).call("GET", "/api/workflows")["data"]?.array?.first?["id"]
                == workflow["id"])
        try await next.stop()
    }

    private func change(_ action: String, _ api: APIClient, _ version: String?) async throws -> JSONValue {
        var body: JSONObject = ["nodeId": "packed"]
        body["version"] = version.map(JSONValue.string)
        return try await api.call("POST", "/api/marketplace/\(action)", .object(body))
    }
}
