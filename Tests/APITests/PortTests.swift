import AsyncHTTPClient
import JSON
import PlatformFixtures
import PluginMessages
import Storage
import TestSupport
import Testing

@testable import API
@testable import PluginHost
@testable import Platform

/// HTTP clients stop the process at a port that there is not, wherever the URL comes from.
@Suite("URLs with ports that there are not", .timeLimit(.minutes(3)))
struct PortTests {
    private static let urls = ["http://127.0.0.1:65536/", "http://[::1]:99999/x", "https://vendor.example:70000"]

    @Test("They are refused where they are entered", arguments: urls)
    func entered(url: String) async throws {
        try await Server.with { server in
            let hook = try await server.send(
                "POST", "/api/webhooks", ["name": "Hook", "url": .string(url), "events": ["run.queued"]])
            #expect(hook.status == 400 && hook.text.contains("/url: must have a port from 0 to 65535"), "\(hook.text)")
            let credential = try await server.send(
                "POST", "/api/credentials",
                ["name": "key", "type": "api-key", "values": ["token": "t", "testUrl": .string(url)]])
            #expect(
                credential.status == 400 && credential.text.contains("/values/testUrl: must have a port"),
                "\(credential.text)")
        }
    }

    @Test("A webhook that has one from before fails, and the server goes on", arguments: urls)
    func before(url: String) async throws {
        let settings = WebhookSettings(
            allowsPrivate: true, waits: [], timeout: .seconds(60), patience: .seconds(3600))
        try await Server.with(webhooks: settings) { server in
            let made = try await server.send(
                "POST", "/api/webhooks",
                ["name": "Hook", "url": "http://127.0.0.1:9/", "events": ["run.queued"]])
            let path = "/api/webhooks/\(made.json["id"]?.string ?? "")"
            _ = try await server.installation.storage.transaction { database in
                try database.execute("UPDATE webhooks SET url = $1", [url])
            }
            let task = Task { await server.installation.platform.webhookDispatcher.run() }
            defer { task.cancel() }
            #expect(try await server.send("POST", "\(path)/ping").status == 202)
            let failed = try await eventually("the delivery to fail", satisfies: { $0["status"] == "failed" }) {
                try await server.send("GET", "\(path)/deliveries").json["data"]?.array?.first ?? .null
            }
            #expect(failed["error"] == "The URL is not valid: it must have a port from 0 to 65535.", "\(failed.text)")
        }
    }

    @Test("A plugin that asks for one is told", arguments: urls)
    func plugin(url: String) async throws {
        let request: JSONValue = ["method": "GET", "url": .string(url), "headers": []]
        let answer = await PluginFetcher().fetch(request.bytes) { _, _ in .success(.null) }
        #expect { try answer.get() } throws: { ($0 as? PluginFailure)?.code == "fetch.request" }
    }
}
