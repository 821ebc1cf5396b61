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

@Suite("Webhooks", .timeLimit(.minutes(3)))
struct WebhookTests {
    static let settings = WebhookSettings(
        allowsPrivate: true, waits: [.milliseconds(20), .milliseconds(20)], timeout: .seconds(60),
        patience: .seconds(3600))

    /// A server that sends, and a receiver.
    static func with(
        _ settings: WebhookSettings = settings,
        _ body: @escaping @Sendable (Server, WebhookReceiver, _ base: String) async throws -> Void
    ) async throws {
        let receiver = WebhookReceiver()
        try await receiver.serving { base in
            try await Server.with(webhooks: settings) { server in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { await server.installation.platform.webhookDispatcher.run() }
                    group.addTask { try await body(server, receiver, base) }
                    try await group.next()
                    group.cancelAll()
                }
            }
        }
    }

    static func create(
        _ server: Server, _ url: String, _ events: [String] = ["run.queued"], key: String? = nil
    ) async throws -> (path: String, secret: String) {
        let made = try await server.send(
            "POST", "/api/webhooks",
            ["name": "Hook", "url": .string(url), "events": .array(events.map { .string($0) })], key: key)
        #expect(made.status == 201, "\(made.text)")
        return ("/api/webhooks/\(made.json["id"]?.string ?? "")", made.json["secret"]?.string ?? "")
    }

    static func deliveries(_ server: Server, _ path: String, _ query: String = "") async throws -> [JSONValue] {
        try await server.send("GET", "\(path)/deliveries\(query)").json["data"]?.array ?? []
    }

    /// As a receiver checks it.
    static func isSigned(_ request: WebhookReceiver.Request, with secret: String) -> Bool {
        let parts = (request.headers["millrace-signature"] ?? "").split(separator: ",").map {
            $0.split(separator: "=", maxSplits: 1).map(String.init)
        }
        guard let time = parts.first(where: { $0.first == "t" })?.last, let seconds = Double(time),
            abs(seconds - Date().timeIntervalSince1970) < 300
        else { return false }
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("\(time).\(request.body)".utf8), using: SymmetricKey(data: Data(secret.utf8)))
        let expected = code.map { String(format: "%02x", $0) }.joined()
        return parts.contains { $0 == ["v1", expected] }
    }

    @Test("Runs and deployments are told of where the webhook asks for it: signed, with ids and without values")
    func events() async throws {
        try await Self.with { server, receiver, base in
            let all = WebhookEvent.chosen.map(\.rawValue)
            let (hook, secret) = try await Self.create(server, "\(base)/all", all)
            let (quiet, _) = try await Self.create(server, "\(base)/quiet", ["deployment.failed"])
            let (path, version) = try await server.workflow()
            let target: JSONValue = ["connectionId": try await server.connection(), "params": ["secret": "value"]]
            #expect(try await server.send("POST", "\(path)/deploy", target).status == 201)
            let run = try await server.send("POST", "\(path)/trigger", target).json["id"]?.string ?? ""
            server.installation.provider.behave { $0.runState = .complete }
            #expect(try await server.send("GET", "\(path)/runs/\(run)").json["status"] == "complete")
            #expect(try await server.send("POST", "\(path)/takedown", target).status == 200)
            let expected: Set = ["deployment.active", "run.queued", "run.complete", "deployment.removed"]
            try await eventually("four events", equals: expected) {
                Set(receiver.requests(to: "/all").compactMap { $0.json["type"]?.string })
            }
            let requests = receiver.requests(to: "/all")
            for request in requests {
                #expect(Self.isSigned(request, with: secret), "\(request)")
                #expect(!Self.isSigned(request, with: secret + "x"))
                #expect(request.headers["millrace-event"] == request.json["type"]?.string)
                #expect(request.headers["millrace-event-id"] == request.json["id"]?.string)
                #expect(request.headers["content-type"] == "application/json")
                #expect(request.json["projectId"]?.string == server.owner.project.text)
                #expect(!request.body.contains("secret") && request.body.utf8.count < 10_000)
            }
            let end = try #require(requests.first { $0.json["type"] == "run.complete" }?.json["data"])
            #expect(end["runId"]?.string == run && end["versionId"]?.string == version && end["status"] == "complete")
            try await eventually("all to be delivered") {
                try await Self.deliveries(server, hook, "?status=delivered").count == requests.count
            }
            let delivery = try #require(try await Self.deliveries(server, hook).first)
            #expect(
                delivery["responseStatus"] == 200 && delivery["attempts"] == 1 && delivery["nextAttemptAt"] == .null)
            #expect(try await Self.deliveries(server, quiet).isEmpty && receiver.requests(to: "/quiet").isEmpty)
            // Of another project, nothing.
            let other = try await server.installation.stranger(server.owner)
            let key = try await server.installation.platform.keys.create(other, name: "S", scopes: [.read, .write])
            #expect(try await server.send("GET", hook, key: key.text).status == 404)
            #expect(try await server.send("GET", "/api/webhooks", key: key.text).json["data"] == [])
        }
    }

    @Test("A failed deploy and a failed run are events")
    func failures() async throws {
        try await Self.with { server, receiver, base in
            _ = try await Self.create(server, "\(base)/hook", ["deployment.failed", "run.errored"])
            let (path, _) = try await server.workflow()
            let target: JSONValue = ["connectionId": try await server.connection()]
            server.installation.provider.behave {
                $0.deployFailure = PluginFailure(code: "here.full", message: "Full.")
            }
            #expect(try await server.send("POST", "\(path)/deploy", target).status == 502)
            server.installation.provider.behave {
                $0.deployFailure = nil
                $0.runState = .errored
                $0.runError = RunFailure(name: "here.gone", message: "Gone.")
            }
            #expect(try await server.send("POST", "\(path)/deploy", target).status == 201)
            let run = try await server.send("POST", "\(path)/trigger", target)
            let id = try #require(run.json["id"]?.string)
            #expect(try await server.send("GET", "\(path)/runs/\(id)").json["status"] == "errored")
            try await eventually("two events") { receiver.requests.count == 2 }
            let told = receiver.requests.map(\.json)
            #expect(Set(told.compactMap { $0["type"]?.string }) == ["deployment.failed", "run.errored"])
            let error = told.first { $0["type"] == "run.errored" }?["data"]?["error"]
            #expect(error?["name"] == "here.gone" && error?["message"] == "Gone.")
        }
    }

    @Test("A delivery is tried again with the same id, given up after the last wait, and sent again on request")
    func retries() async throws {
        try await Self.with { server, receiver, base in
            receiver.answer("/hook", with: 500)
            let (hook, secret) = try await Self.create(server, "\(base)/hook")
            let (path, _) = try await server.workflow()
            let target: JSONValue = ["connectionId": try await server.connection()]
            _ = try await server.send("POST", "\(path)/deploy", target)
            _ = try await server.send("POST", "\(path)/trigger", target)
            try await eventually("the delivery to be given up") {
                try await Self.deliveries(server, hook, "?status=failed").count == 1
            }
            #expect(receiver.requests.count == 3)
            #expect(Set(receiver.requests.map { $0.headers["millrace-event-id"] }).count == 1)
            #expect(Set(receiver.requests.map { $0.headers["millrace-delivery-id"] }).count == 1)
            let failed = try #require(try await Self.deliveries(server, hook).first)
            #expect(failed["attempts"] == 3 && failed["responseStatus"] == 500)
            #expect(failed["error"]?.string?.contains("500") == true)
            #expect(try await server.send("GET", hook).json["failingSince"]?.string != nil)

            receiver.answer("/hook", with: 204)
            let id = failed["id"]?.string ?? ""
            let again = try await server.send("POST", "\(hook)/deliveries/\(id)/redeliver")
            #expect(again.status == 202 && again.json["id"] != failed["id"], "\(again.text)")
            try await eventually("the new delivery") {
                try await Self.deliveries(server, hook, "?status=delivered").count == 1
            }
            let last = try #require(receiver.requests.last)
            #expect(last.headers["millrace-event-id"] == failed["eventId"]?.string && Self.isSigned(last, with: secret))
            #expect(last.json == failed["body"])
            #expect(try await server.send("GET", hook).json["failingSince"] == .null)
        }
    }

    @Test(
        "After long failure a webhook is disabled with a line in the audit log, and nothing is sent until it is enabled"
    )
    func disabling() async throws {
        var settings = Self.settings
        settings.patience = .zero
        try await Self.with(settings) { server, receiver, base in
            receiver.answer("/hook", with: 503)
            let (hook, _) = try await Self.create(server, "\(base)/hook")
            let (path, _) = try await server.workflow()
            let target: JSONValue = ["connectionId": try await server.connection()]
            _ = try await server.send("POST", "\(path)/deploy", target)
            _ = try await server.send("POST", "\(path)/trigger", target)
            try await eventually("the webhook to be disabled") {
                try await server.send("GET", hook).json["enabled"] == false
            }
            let reason = try await server.send("GET", hook).json["disabledReason"]?.string
            #expect(reason?.contains("503") == true, "\(reason as Any)")
            let owner = try await Person.owner(of: server)
            let lines = try await owner.send("GET", "/api/audit-log?action=webhook.disable").json["data"]?.array
            #expect(lines?.count == 1 && lines?.first?["userId"] == .null)
            _ = try await server.send("POST", "\(path)/trigger", target)
            let deliveries = try await Self.deliveries(server, hook)
            #expect(deliveries.count == 1 && deliveries.first?["status"] == "failed")
            let id = deliveries.first?["id"]?.string ?? ""
            let refused = try await server.send("POST", "\(hook)/deliveries/\(id)/redeliver")
            #expect(refused.status == 409 && refused.json["code"] == "webhook.disabled")
            // Whether it works again can be seen before.
            receiver.answer("/hook", with: 200)
            #expect(try await server.send("POST", "\(hook)/ping").status == 202)
            try await eventually("the ping") { receiver.requests.last?.json["type"] == "ping" }
            let enabled = try await server.send("PATCH", hook, ["enabled": true])
            #expect(enabled.json["enabled"] == true && enabled.json["disabledReason"] == .null)
            _ = try await server.send("POST", "\(path)/trigger", target)
            try await eventually("an event") { receiver.requests.last?.json["type"] == "run.queued" }
        }
    }

    @Test("A redirect is not followed, and a ping is tried once")
    func redirect() async throws {
        try await Self.with { server, receiver, base in
            receiver.answer("/hook", with: 302)
            let (hook, _) = try await Self.create(server, "\(base)/hook")
            _ = try await server.send("POST", "\(hook)/ping")
            try await eventually("the delivery to be given up") {
                try await Self.deliveries(server, hook, "?status=failed").count == 1
            }
            #expect(receiver.requests.map(\.path) == ["/hook"])
            #expect(try await Self.deliveries(server, hook).first?["responseStatus"] == 302)
        }
    }

    @Test(
        "Without leave of the operator no address of this machine or of private networks is told anything",
        arguments: [
            "http://127.0.0.1:9", "http://[::1]:9/x", "http://10.0.0.1/", "http://169.254.169.254/latest",
            "http://[::ffff:127.0.0.1]/",
        ])
    func privateAddresses(url: String) async throws {
        try await Self.with(WebhookSettings(waits: [])) { server, receiver, base in
            let refused = try await server.send(
                "POST", "/api/webhooks", ["name": "H", "url": .string(url), "events": ["run.queued"]])
            #expect(
                refused.status == 400 && refused.json["details"]?.array?.first?["pointer"] == "/url", "\(refused.text)")
            // A name that leads there is found out when it is sent to.
            let port = base.split(separator: ":").last ?? ""
            let (hook, _) = try await Self.create(server, "http://localhost:\(port)/hook")
            _ = try await server.send("POST", "\(hook)/ping")
            try await eventually("the delivery to be given up") {
                try await Self.deliveries(server, hook, "?status=failed").count == 1
            }
            let error = try await Self.deliveries(server, hook).first?["error"]?.string
            #expect(error?.contains("not allowed") == true, "\(error as Any)")
            #expect(receiver.requests.isEmpty)
        }
    }

    @Test(
        "What is not valid is refused by its member",
        arguments: [
            (["name": "H", "url": "ftp://example.com/", "events": ["run.queued"]], "/url"),
            (["name": "H", "url": "https://user:word@example.com/", "events": ["run.queued"]], "/url"),
            (["name": "H", "url": "https://", "events": ["run.queued"]], "/url"),
            (["name": "H", "url": "http://a%00b/", "events": ["run.queued"]], "/url"),
            (["name": "H", "url": "http://a%0Ab/", "events": ["run.queued"]], "/url"),
            (["name": "H", "url": "http://a%20b/", "events": ["run.queued"]], "/url"),
            (["name": "H", "url": "http://a%2Fb/", "events": ["run.queued"]], "/url"),
            (["name": "H", "url": "https://example.com/", "events": []], "/events"),
            (["name": "H", "url": "https://example.com/", "events": ["ping"]], "/events"),
            (["name": " ", "url": "https://example.com/", "events": ["run.queued"]], "/name"),
        ] as [(JSONValue, String)])
    func refusals(body: JSONValue, pointer: String) async throws {
        try await Server.with { server in
            let refused = try await server.send("POST", "/api/webhooks", body)
            let pointers = refused.json["details"]?.array?.compactMap { $0["pointer"]?.string } ?? []
            #expect(refused.status == 400 && pointers.contains { $0.hasPrefix(pointer) }, "\(refused.text)")
        }
    }

    @Test("A project has twenty at most, and what is deleted takes its deliveries with it")
    func limit() async throws {
        try await Server.with { server in
            var last = ""
            for _ in 0..<Webhooks.most { last = try await Self.create(server, "https://example.com/hook").path }
            let more = try await server.send(
                "POST", "/api/webhooks", ["name": "H", "url": "https://example.com/", "events": ["run.queued"]])
            #expect(more.status == 409 && more.json["code"] == "webhook.limit")
            _ = try await server.send("POST", "\(last)/ping")
            #expect(try await server.send("DELETE", last).status == 204)
            let left = try await server.installation.storage.read {
                try Table(WebhookDeliveryRecord.self, in: $0).all("1 = 1", []).count
            }
            #expect(left == 0)
        }
    }
}
