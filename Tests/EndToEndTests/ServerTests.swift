import Foundation
import JSON
import TestSupport
import Testing

@Suite("The server as its users meet it", .serialized, .timeLimit(.minutes(20)))
struct ServerTests {
    @Test("Bad input is a 400 with every problem, and nothing is stored")
    func badInput() async throws {
        let folder = try TemporaryFolder()
        let server = try await ServerProcess(data: folder.url)
        let api = try APIClient(server, data: folder.url)
        let id = try await api.call("POST", "/api/workflows", ["name": "Bad"])["id"]?.string ?? ""
        let good = try JSONValue(parsing: Data(contentsOf: PackageRoot.fixture("workflows/order-notification.json")))
        var document = good.object ?? [:]
        document["entryNodeId"] = "nowhere"
        document["nodes"] = .array((good["nodes"]?.array ?? []).dropLast() + [["id": "x", "type": "teleport"]])
        let answer = try await api.send("POST", "/api/workflows/\(id)/versions", ["ir": .object(document)])
        #expect(answer.status == 400)
        let details = answer.body["details"]?.array ?? []
        #expect(details.count >= 3)
        #expect(
            details.allSatisfy {
                $0["pointer"]?.string != nil && $0["code"]?.string != nil && $0["message"]?.string != nil
            })
        #expect(details.contains { $0["nodeId"] == "x" })
        #expect(try await api.call("GET", "/api/workflows/\(id)/versions")["data"] == [])
        try await server.stop()
    }

    @Test("No key is 401, an unknown id 404, a missing provider's node 400")
    func statuses() async throws {
        let folder = try TemporaryFolder()
        let server = try await ServerProcess(data: folder.url)
        let api = try APIClient(server, data: folder.url)
        #expect(try await APIClient(base: server.base, key: nil).send("GET", "/api/workflows").status == 401)
        #expect(try await api.send("GET", "/api/workflows/nothing").status == 404)
        #expect(try await api.send("GET", "/api/health").body["status"] == "ok")
        let nodes = try await api.call("GET", "/api/nodes")["data"]?.array ?? []
        // The marketplace's nodes lie beside the executable and are not loaded for that.
        #expect(!nodes.contains { $0["id"] == "slack" } && nodes.contains { $0["id"] == "step" })
        try await server.stop()
    }

    @Test("A plugin that cannot be loaded is named with its path and reason, and the server starts")
    func badPlugin() async throws {
        let folder = try TemporaryFolder()
        let bad = try folder.write("no library", to: "plugins-of-mine/broken.so")
        let server = try await ServerProcess(
            data: folder.url.appending(path: "data"), arguments: ["--plugins", bad.deletingLastPathComponent().path])
        #expect(server.output.contains(bad.path))
        #expect(server.output.contains("plugin.library"))
        let health = try await APIClient(base: server.base, key: nil).send("GET", "/api/health")
        #expect(health.status == 200)
        try await server.stop()
    }

    @Test("Private files are the owner's only")
    func privateFiles() async throws {
        let folder = try TemporaryFolder()
        let data = folder.url.appending(path: "data")
        let server = try await ServerProcess(data: data)
        for name in ["initial-api-key", "master.key"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: data.appending(path: name).path)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        }
        try await server.stop()
    }

    @Test("compile prints code, or the problems and exit code 1")
    func compile() async throws {
        let fixture = PackageRoot.fixture("workflows/order-notification.json")
        let folder = try TemporaryFolder()
        let plugins = ["--plugins", try BuildProducts.nodes(["Slack"], in: folder)]
        let good = try await Command(
            executable: BuildProducts.millrace, arguments: ["compile", fixture.path] + plugins
        ).run()
        #expect(good.status == 0)
        #expect(good.stdout.contains("export class OrderNotification"))
        let json = try await Command(
            executable: BuildProducts.millrace, arguments: ["compile", "--json", fixture.path] + plugins
        ).run()
        #expect(try JSONValue(parsing: json.stdout)["className"] == "OrderNotification")
        let explained = try await Command(
            executable: BuildProducts.millrace, arguments: ["compile", "--explain", fixture.path] + plugins
        ).run()
        #expect(explained.stdout.contains("\nprogram\n") && explained.stdout.contains(" [total]\n"))
        let text = try String(contentsOf: fixture, encoding: .utf8)
        let broken = try folder.write(text.replacing("{{total.pieces}}", with: "{{nobody.x}}"), to: "broken.json")
        let bad = try await Command(executable: BuildProducts.millrace, arguments: ["compile", broken.path]).run()
        #expect(bad.status == 65)
        #expect(bad.stdout.isEmpty)
        let place = text.split(separator: "\n", omittingEmptySubsequences: false)
            .firstIndex { $0.contains("{{total.pieces}}") }.map { $0 + 1 }
        #expect(
            bad.stderr.contains("broken.json:\(try #require(place)):")
                && bad.stderr.contains("ir.expression.unknownNode"),
            "\(bad)")
        let alone = try await Command(executable: BuildProducts.millrace, arguments: ["compile", fixture.path]).run()
        #expect(alone.status == 65)
        #expect(alone.stderr.contains("Unknown node type \"slack\"") && alone.stderr.contains("--plugins FOLDER"))
        #expect(
            alone.stderr.contains("millrace marketplace install") && alone.stderr.contains("packages/slack/"),
            "\(alone)")
        let isolated = try await Command(
            executable: BuildProducts.millrace,
            arguments: ["compile", "--plugin-isolation", "nope=process", fixture.path] + plugins
        ).run()
        #expect(isolated.status == 0 && isolated.stderr.contains("nope"), "\(isolated)")
        let unnamed = try await Command(executable: BuildProducts.millrace, arguments: ["compile", ""]).run()
        #expect(unnamed.status == 64 && unnamed.stderr.contains("must be the path of a file"), "\(unnamed)")
        let malformed = try folder.write("{\n  \"nodes\": [,]\n}", to: "malformed.json")
        let syntax = try await Command(executable: BuildProducts.millrace, arguments: ["compile", malformed.path]).run()
        #expect(syntax.status == 65)
        #expect(syntax.stderr.contains("malformed.json:2:"))
        let version = try await Command(executable: BuildProducts.millrace, arguments: ["--version"]).run()
        #expect(version.stdout.split(separator: ".").count == 3)
    }

    @Test("Core names no cloud")
    func neutralCore() async throws {
        let core = PackageRoot.url.appending(path: "Core").path
        let found = try await Command(
            "grep", ["-rniE", "cloudflare", core, "--include=*.swift", "--exclude-dir=Documentation"]
        ).run()
        let code = found.stdout.split(separator: "\n").filter { line in
            let text = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).last ?? ""
            return !text.drop { $0 == " " }.hasPrefix("//")
        }
        #expect(code.isEmpty, "\(code)")
    }
}
