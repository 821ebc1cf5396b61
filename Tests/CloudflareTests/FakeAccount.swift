import Foundation
import JSON
import PluginKit
import Synchronization

@testable import CloudflareRuntime

/// An account in memory, as far as a deploy sees it, behind the transport: every call can be made to fail.
final class FakeAccount: Transport {
    /// What goes wrong with a call.
    enum Fault: Sendable, CaseIterable {
        /// It is refused.
        case refused
        /// It is never carried out, and nobody says so.
        case lost
        /// It is carried out, and the answer is lost.
        case answerLost
    }

    struct Version: Sendable, Equatable {
        let id: String
        let module: String
        /// By name.
        let bindings: [String: JSONValue]
        /// What the metadata says of static files.
        var assets: JSONValue?
    }

    struct State: Sendable, Equatable {
        var versions: [Version] = []
        var active: String?
        /// Percentages by version, where several serve.
        var shares: [String: Double] = [:]
        var settings: JSONValue = .null
        var subdomain: JSONValue = ["enabled": false, "previews_enabled": false]
        var schedules: [String] = []
        var workflow: JSONValue?
        /// Scripts by pattern.
        var routes: [String: String] = [:]
        /// Scripts by host name.
        var domains: [String: String] = [:]
        /// Workers that have service bindings to this one.
        var users: [String] = []
        /// Other Workers of the account.
        var others: [String] = []
        /// Of `workers.dev`.
        var accountSubdomain: String? = "acme"
        /// Host names with DNS records.
        var records: [String] = []
        /// Batch sizes by queue.
        var consumers: [String: Int] = [:]
        /// Types and contents in base64 of static files, by hash.
        var files: [String: String] = [:]
        /// Hashes of the last session's manifest.
        var manifest: [String] = []

        /// What visitors meet.
        var served: State {
            var state = self
            state.versions = versions.filter { $0.id == active }
            state.settings = .null
            return state
        }
    }

    private struct Guarded: Sendable {
        var state = State()
        var calls: [String] = []
        var faults: [Int: Fault] = [:]
        var everything: Fault?
        /// Calls, such as `GET accounts/a/queues`, that are refused.
        var refuses: @Sendable (String) -> Bool = { _ in false }
    }

    private let guarded = Mutex(Guarded())

    var state: State { guarded.withLock { $0.state } }
    var calls: [String] { guarded.withLock { $0.calls } }

    func change(_ body: (inout State) -> Void) { guarded.withLock { body(&$0.state) } }

    /// From now on, counted from 0, these calls go wrong.
    func inject(_ faults: [Int: Fault], everything: Fault? = nil) {
        guarded.withLock { guarded in
            guarded.calls = []
            guarded.faults = faults
            guarded.everything = everything
        }
    }

    /// From now on these calls are refused, until others are named.
    func fail(_ refuses: @escaping @Sendable (String) -> Bool) { guarded.withLock { $0.refuses = refuses } }

    func send(_ request: FetchRequest) async throws(PluginFailure) -> FetchResponse {
        let path = request.url.dropFirst("http://api/".count)
        let (fault, answer) = guarded.withLock { guarded -> (Fault?, FetchResponse?) in
            let call = "\(request.method) \(path.split(separator: "?").first ?? "")"
            let fault =
                guarded.everything ?? guarded.faults[guarded.calls.count] ?? (guarded.refuses(call) ? .refused : nil)
            guarded.calls.append(call)
            switch fault {
            case .refused: return (fault, Self.error(400, 10021, "The script is wrong."))
            case .lost: return (fault, nil)
            case .answerLost, nil: return (fault, guarded.state.answer(request, String(path)))
            }
        }
        guard fault == nil || fault == .refused, let answer else {
            throw PluginFailure(code: "fetch.timeout", message: "No response in time.", retryable: true)
        }
        return answer
    }

    static func error(_ status: Int, _ code: Int, _ message: String) -> FetchResponse {
        envelope(
            status, ["success": false, "result": nil, "errors": [["code": .int(code), "message": .string(message)]]])
    }

    fileprivate static func envelope(_ status: Int, _ body: JSONValue) -> FetchResponse {
        FetchResponse(
            status: status, headers: [(name: "content-type", value: "application/json")], body: body.bytes)
    }
}

extension FakeAccount.State {
    private static let prefix = "accounts/\(CloudflareFixture.account)/"

    fileprivate mutating func answer(_ request: FetchRequest, _ target: String) -> FetchResponse {
        let parts = target.split(separator: "?")
        let query = parts.count > 1 ? String(parts[1]) : ""
        let path = String(parts[0]).replacing(Self.prefix, with: "").split(separator: "/").map {
            $0.removingPercentEncoding ?? String($0)
        }
        let body = (try? JSONValue(parsing: request.body ?? [])) ?? .null
        guard let result = assets(path, body, request) ?? result(request.method, path, query, body, request.body ?? [])
        else {
            return FakeAccount.error(404, 10007, "There is no \(path.joined(separator: "/")).")
        }
        return FakeAccount.envelope(200, ["success": true, "result": result, "errors": [], "messages": []])
    }

    private mutating func result(
        _ method: String, _ path: [String], _ query: String, _ body: JSONValue, _ content: [UInt8]
    ) -> JSONValue? {
        switch (method, path.first, path.count > 1 ? path[1] : "") {
        case ("GET", "user", _): return ["id": "t", "status": "active"]
        case ("GET", "workers", "subdomain"): return accountSubdomain.map { ["subdomain": .string($0)] }
        case ("PUT", "workers", "subdomain"):
            accountSubdomain = body["subdomain"]?.string
            return body
        case (_, "workers", "scripts"): return script(method, Array(path.dropFirst(2)), body, content)
        case ("GET", "workers", "domains"):
            let found = domains.filter { query.contains("service=\($0.value)") || query.contains("hostname=\($0.key)") }
            return .array(
                found.map {
                    ["id": .string($0.key), "hostname": .string($0.key), "service": .string($0.value)]
                })
        case ("PUT", "workers", "domains"):
            domains[body["hostname"]?.string ?? ""] = body["service"]?.string
            return [:]
        case ("DELETE", "workers", "domains"): return domains.removeValue(forKey: path[2]).map { _ in [:] }
        case ("GET", "workflows", _):
            guard path.last == "versions" else { return workflow }
            return workflow.map { [$0] } ?? []
        case ("PUT", "workflows", _):
            var changed = body.object ?? [:]
            // As the API has it: schedules stay unless they are given.
            changed["schedules"] = body["schedules"] ?? workflow?["schedules"]
            workflow = .object(changed)
            return body
        case ("DELETE", "workflows", _):
            defer { workflow = nil }
            return workflow
        case ("GET", "zones", ""): return [["id": "zone", "name": "example.com"]]
        case ("GET", "zones", _):
            return .array(
                routes.map { ["id": .string($0.key), "pattern": .string($0.key), "script": .string($0.value)] })
        case ("POST", "zones", _):
            routes[body["pattern"]?.string ?? ""] = body["script"]?.string
            return [:]
        case ("DELETE", "zones", _):
            return routes.removeValue(forKey: path.dropFirst(4).joined(separator: "/")).map { _ in [:] }
        case ("GET", "queues", ""): return [["queue_id": "q1", "queue_name": "orders"]]
        case (_, "queues", _): return consumer(method, path, body)
        default: return nil
        }
    }

    private mutating func script(
        _ method: String, _ path: [String], _ body: JSONValue, _ content: [UInt8]
    ) -> JSONValue? {
        let part = path.count > 1 ? path[1] : ""
        if path[0] != "orders-w1" { return others.contains(path[0]) && part == "script-settings" ? ["tags": []] : nil }
        if method == "PUT", part.isEmpty {
            guard let (version, metadata) = version(of: content) else { return nil }
            versions.append(version)
            active = version.id
            shares = [:]
            settings = [
                "logpush": metadata["logpush"] ?? false, "observability": metadata["observability"] ?? .null,
                "tags": metadata["tags"] ?? [],
            ]
            return ["id": .string(path[0]), "startup_time_ms": 1]
        }
        guard let active else { return nil }
        switch (method, part) {
        case ("DELETE", ""):
            // As the API has it: a queue has to let go of its consumer first.
            guard consumers.isEmpty else { return nil }
            let (workflow, routes, domains) = (workflow, routes, domains)
            let (accountSubdomain, records, others) = (accountSubdomain, records, others)
            self = .init()
            (self.workflow, self.routes, self.domains) = (workflow, routes, domains)
            (self.accountSubdomain, self.records, self.others) = (accountSubdomain, records, others)
            return [:]
        case ("GET", "references"):
            return ["services": ["incoming": .array(users.map { ["service": .string($0)] })]]
        case ("POST", "domains"):
            let names = (body.array ?? []).compactMap { $0["hostname"]?.string }
            return ["conflicting": .array(names.filter(records.contains).map { ["hostname": .string($0)] })]
        case ("PUT", "domains"):
            for origin in body["origins"]?.array ?? [] { domains[origin["hostname"]?.string ?? ""] = path[0] }
            records = []
            return [:]
        case ("GET", "deployments"):
            let serving = shares.isEmpty ? [active: 100] : shares
            let versions = serving.map { share in
                JSONValue.object(["version_id": .string(share.key), "percentage": .number(JSONNumber(share.value))])
            }
            return ["deployments": [["versions": .array(versions)]]]
        case ("POST", "deployments"):
            let given = (body["versions"]?.array ?? []).map {
                ($0["version_id"]?.string ?? "", $0["percentage"]?.double ?? 0)
            }
            self.active = given.max { $0.1 < $1.1 }?.0
            shares = given.count > 1 ? Dictionary(given) { $1 } : [:]
            return [:]
        case ("GET", "versions"): return ["items": .array(versions.map { ["id": .string($0.id)] })]
        case ("POST", "versions"):
            guard let version = version(of: content) else { return nil }
            versions.append(version.version)
            return ["id": .string(version.version.id)]
        case ("GET", "script-settings"): return settings
        case ("PATCH", "script-settings"):
            settings = body
            return settings
        case ("GET", "subdomain"): return subdomain
        case ("POST", "subdomain"):
            // As the API has it: there is nothing to turn on or off.
            guard accountSubdomain != nil else { return nil }
            subdomain = body
            return subdomain
        case ("PUT", "schedules"):
            schedules = (body.array ?? []).compactMap { $0["cron"]?.string }
            return [:]
        case ("GET", "schedules"): return ["schedules": .array(schedules.map { ["cron": .string($0)] })]
        default: return nil
        }
    }

    /// What an upload makes, and its metadata.
    private func version(of content: [UInt8]) -> (version: FakeAccount.Version, metadata: JSONValue)? {
        let parts = String(decoding: content, as: UTF8.self).components(separatedBy: "\r\n\r\n").map {
            $0.components(separatedBy: "\r\n--millrace").first ?? ""
        }
        guard parts.count > 2, let metadata = try? JSONValue(parsing: parts[1]) else { return nil }
        let bindings = (metadata["bindings"]?.array ?? []).map { ($0["name"]?.string ?? "", $0) }
        let version = FakeAccount.Version(
            id: "v\(versions.count + 1)", module: parts[2], bindings: Dictionary(bindings, uniquingKeysWith: { $1 }),
            assets: metadata["assets"])
        return (version, metadata)
    }

    private mutating func consumer(_ method: String, _ path: [String], _ body: JSONValue) -> JSONValue? {
        let size = body["settings"]?["batch_size"]?.int ?? 10
        switch method {
        case "GET":
            return .array(
                consumers.sorted { $0.key < $1.key }.map {
                    [
                        "consumer_id": .string($0.key), "script_name": "orders-w1", "type": "worker",
                        "settings": ["batch_size": .int($0.value)],
                    ]
                })
        case "POST": consumers[path[1]] = size
        case "PUT": consumers[path[3]] = size
        case "DELETE": return consumers.removeValue(forKey: path[3]).map { _ in [:] }
        default: return nil
        }
        return [:]
    }
}
