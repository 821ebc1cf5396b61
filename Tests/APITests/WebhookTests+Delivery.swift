import Crypto
import Foundation
import JSON
import PlatformFixtures
import PluginHost
import PluginMessages
import Storage
import TestSupport
import Testing

@testable import API
@testable import Platform

// How deliveries are signed, sent, reported and counted.
extension WebhookTests {
    @Test("A secret is shown once; after a rotation requests are signed with both")
    func rotation() async throws {
        try await Self.with { server, receiver, base in
            let once = ["idempotency-key": "once"]
            let body = #"{"name":"H","url":"\#(base)/hook","events":["run.queued"]}"#
            let made = try await server.send("POST", "/api/webhooks", body, headers: once).json
            let repeated = try await server.send("POST", "/api/webhooks", body, headers: once).json
            #expect(made["id"] == repeated["id"] && repeated["secret"] == .null)
            let hook = "/api/webhooks/\(made["id"]?.string ?? "")"
            let first = try #require(made["secret"]?.string)
            #expect(first.hasPrefix("whsec_") && first.utf8.count > 40)
            let shown = try await server.send("GET", hook).text
            #expect(!shown.contains(first))
            let second = try #require(try await server.send("POST", "\(hook)/rotate-secret").json["secret"]?.string)
            #expect(second != first)
            _ = try await server.send("POST", "\(hook)/ping")
            try await eventually("the ping") { receiver.requests.count == 1 }
            #expect(
                Self.isSigned(receiver.requests[0], with: first) && Self.isSigned(receiver.requests[0], with: second))
            // Nothing of either is readable in the database.
            let stored = try await server.installation.storage.read { database in
                try database.query("SELECT secret, previous_secret FROM webhooks").map {
                    "\(try $0["secret"] as String) \(try $0["previous_secret"] as String)"
                }
            }
            #expect(stored.count == 1 && !stored[0].contains(first) && !stored[0].contains(second))
        }
    }

    @Test("One silent receiver keeps neither the other webhooks of its project waiting, nor the other projects")
    func silentReceiver() async throws {
        var settings = Self.settings
        settings.timeout = .seconds(120)
        try await Self.with(settings) { server, receiver, base in
            receiver.keepSilent("/silent")
            let (silent, _) = try await Self.create(server, "\(base)/silent")
            let (quick, _) = try await Self.create(server, "\(base)/quick")
            for _ in 0..<40 { #expect(try await server.send("POST", "\(silent)/ping").status == 202) }
            try await eventually("requests that are not answered") { receiver.requests(to: "/silent").count >= 4 }
            #expect(try await server.send("POST", "\(quick)/ping").status == 202)
            try await eventually("the other webhook's") { receiver.requests(to: "/quick").count == 1 }
            #expect(receiver.requests(to: "/silent").count == 4)
        }
    }

    @Test(
        "A run does not go back by what its provider told before it answered, and each event comes once",
        arguments: [
            ([.queued, .running], .running, "running"), ([.queued], .running, "running"),
            ([.queued, .running, .waiting], .running, "waiting"), ([.running, .waiting], .waiting, "waiting"),
            ([.queued, .running, .complete], .running, "complete"),
        ] as [([RunStatus], RunStatus, String)])
    func olderReports(told: [RunStatus], answered: RunStatus, status: String) async throws {
        let (events, sink) = AsyncStream.makeStream(of: PluginEvent.self)
        try await Server.with(contributions: FakeContributions(events: events)) { server in
            let all = WebhookEvent.chosen.map(\.rawValue)
            let (hook, _) = try await Self.create(server, "https://example.com/hook", all)
            let (path, _) = try await server.workflow()
            let target: JSONValue = ["connectionId": try await server.connection()]
            let deployment = try await server.send("POST", "\(path)/deploy", target).json["id"]?.string ?? ""
            let run = try await server.send("POST", "\(path)/trigger", target).json["id"]?.string ?? ""
            let provider = server.installation.provider
            provider.behave { $0.runState = answered }
            // They wait to be written together while somebody gets the run.
            for status in told {
                sink.yield(
                    PluginEvent(
                        plugin: "fake", providers: ["here"], name: "run.changed",
                        payload: [
                            "deploymentId": .string(deployment), "instanceId": .string(run),
                            "status": .string(status.rawValue),
                        ]))
            }
            #expect(try await server.send("GET", "\(path)/runs/\(run)").json["status"]?.string == answered.rawValue)
            sink.finish()
            await server.installation.platform.listen()
            let listed = try await server.send("GET", "\(path)/runs").json["data"]?.array?.first
            #expect(listed?["id"]?.string == run && listed?["status"]?.string == status, "\(listed?.text ?? "")")
            let announced = try await Self.deliveries(server, hook).compactMap { $0["event"]?.string }
            let expected = Set(["queued", answered.rawValue, status]).map { "run.\($0)" } + ["deployment.active"]
            #expect(announced.sorted() == expected.sorted())
        }
    }

    @Test("The audit log has scheme and host of a webhook's URL, and none of the secrets in it")
    func auditedURL() async throws {
        try await Server.with { server in
            let (hook, _) = try await Self.create(server, "https://hooks.example.com:8443?token=hush")
            _ = try await server.send("PATCH", hook, ["url": "https://hooks.example.com/services/hush?token=hush"])
            _ = try await server.send("DELETE", hook)
            let owner = try await Person.owner(of: server)
            let log = try await owner.send("GET", "/api/audit-log")
            let lines = log.json["data"]?.array?.filter { $0["action"]?.string?.hasPrefix("webhook.") == true } ?? []
            #expect(lines.count == 3 && !log.text.contains("hush"), "\(log.text)")
            #expect(
                Set(lines.compactMap { $0["details"]?["host"]?.string })
                    == ["hooks.example.com:8443", "hooks.example.com"])
            #expect(lines.allSatisfy { $0["details"]?["scheme"] == "https" })
        }
    }

    @Test("A host that was accepted once and that no database can name ends the delivery, as others that are not found")
    func nullInHost() async throws {
        var settings = Self.settings
        settings.waits = []
        try await Self.with(settings) { server, _, base in
            let (hook, _) = try await Self.create(server, "\(base)/hook")
            try await server.installation.storage.transaction { database in
                let table = Table(WebhookRecord.self, in: database)
                for var webhook in try table.all("1 = 1", []) {
                    webhook.url = "http://a%00b/"
                    try table.update(webhook)
                }
            }
            _ = try await server.send("POST", "\(hook)/ping")
            try await eventually("the delivery to be given up") {
                try await Self.deliveries(server, hook, "?status=failed").count == 1
            }
            let error = try await Self.deliveries(server, hook).first?["error"]?.string ?? ""
            #expect(!error.isEmpty && !error.unicodeScalars.contains("\u{0}"), "\(error)")
            #expect(WebhookFailure(status: nil, message: "a\u{0}b\nc").message == "a\u{FFFD}b\u{FFFD}c")
        }
    }

    @Test("Metrics count tries by outcome, and show what waits and what was dropped")
    func metrics() async throws {
        try await Self.with { server, receiver, base in
            receiver.answer("/bad", with: 500)
            let (good, _) = try await Self.create(server, "\(base)/good")
            let (bad, _) = try await Self.create(server, "\(base)/bad")
            for hook in [good, bad] { _ = try await server.send("POST", "\(hook)/ping") }
            let expected = [
                #"millrace_webhook_deliveries_total{outcome="delivered"} 1"#,
                #"millrace_webhook_deliveries_total{outcome="failed"} 1"#, "millrace_webhook_backlog 0",
                "millrace_webhook_events_dropped 0",
            ]
            try await eventually("the metrics") {
                let lines = try await server.send("GET", "/metrics", key: "").text.split(separator: "\n").map(
                    String.init)
                return expected.allSatisfy(lines.contains)
            }
        }
    }
}
