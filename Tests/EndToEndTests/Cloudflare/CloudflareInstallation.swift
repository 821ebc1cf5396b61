import AsyncHTTPClient
import CloudflareEmulator
import Foundation
import JSON
import NIOCore
import TestSupport

/// A server, an emulated Cloudflare account, and a connection to it.
struct CloudflareInstallation: Sendable {
    static let account = "0123456789abcdef0123456789abcdef"

    let server: ServerProcess
    let api: APIClient
    let connection: String
    /// The emulator's address.
    let emulator: String
    private let folder: TemporaryFolder
    private let settings: [String]

    /// Runs a server and an emulator as long as `body` runs.
    /// - Parameter settings: More of the plugin's, such as `API_TIMEOUT=1`.
    static func running(
        settings: [String] = [], _ body: @escaping @Sendable (CloudflareInstallation) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let deno = ProcessInfo.processInfo.environment["MILLRACE_LOCAL_DENO"] ?? "deno"
        let emulator = try await CloudflareEmulator(
            .init(folder: folder.url.appending(path: "emulator"), deno: URL(filePath: deno)))
        let (bases, running) = AsyncStream.makeStream(of: String.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await emulator.run { running.yield($0) }
                running.finish()
            }
            var started = bases.makeAsyncIterator()
            guard let base = await started.next() else { return try await group.waitForAll() }
            defer { group.cancelAll() }
            let installation = try await CloudflareInstallation(emulator: base, folder: folder, settings: settings)
            try await body(installation)
        }
    }

    private init(emulator: String, folder: TemporaryFolder, settings: [String]) async throws {
        self.emulator = emulator
        self.folder = folder
        self.settings = ["API_URL=\(emulator)/client/v4"] + settings
        (server, api) = try await Self.start(folder, self.settings)
        connection =
            try await api.call(
                "POST", "/api/connections",
                [
                    "provider": "cloudflare", "name": "Emulated",
                    "credentials": ["apiToken": "emulator-token", "accountId": .string(Self.account)],
                ])["id"]?.string ?? ""
    }

    private init(_ other: CloudflareInstallation) async throws {
        (emulator, folder, settings) = (other.emulator, other.folder, other.settings)
        connection = other.connection
        (server, api) = try await Self.start(folder, settings)
    }

    /// Another server on the same data.
    func restarted() async throws -> CloudflareInstallation { try await CloudflareInstallation(self) }

    private static func start(
        _ folder: TemporaryFolder, _ settings: [String]
    ) async throws -> (ServerProcess, APIClient) {
        let data = folder.url.appending(path: "data")
        let server = try await ServerProcess(
            data: data, arguments: settings.flatMap { ["--plugin-setting", "cloudflare.\($0)"] })
        return (server, try APIClient(server, data: data))
    }

    /// Asks the emulator itself.
    @discardableResult
    func control(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws -> JSONValue {
        let (_, text) = try await ask(method, "__emulator/\(path)", body)
        return try JSONValue(parsing: text)
    }

    /// Calls a deployed Worker.
    func fetch(_ service: String, _ method: String, _ body: JSONValue? = nil) async throws -> JSONValue {
        let (_, text) = try await ask(method, "__emulator/fetch/\(service)/", body)
        return try JSONValue(parsing: text)
    }

    private func ask(_ method: String, _ path: String, _ body: JSONValue?) async throws -> (Int, String) {
        var request = HTTPClientRequest(url: "\(emulator)/\(path)")
        request.method = .init(rawValue: method)
        if let body {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(body.bytes)
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        return (Int(response.status.code), String(buffer: try await response.body.collect(upTo: 16 << 20)))
    }

    /// What visitors of the account meet, without times and counts.
    func served() async throws -> JSONValue {
        let state = try await control("GET", "state")[Self.account]
        func members(_ value: JSONValue?, _ names: String...) -> JSONValue {
            .object(JSONObject(names.map { ($0, value?[$0] ?? .null) }))
        }
        func each(_ name: String, _ members: (JSONValue) -> JSONValue) -> JSONValue {
            .object(JSONObject((state?[name]?.object ?? [:]).map { ($0.key, members($0.value)) }))
        }
        return [
            "scripts": each("scripts") {
                members($0, "version", "bindings", "schedules", "subdomain", "previews", "logpush", "tags")
            },
            "workflows": each("workflows") { members($0, "script", "className") },
            "routes": .array((state?["routes"]?.array ?? []).map { members($0, "pattern", "script") }),
            "domains": .array((state?["domains"]?.array ?? []).map { members($0, "hostname", "service") }),
        ]
    }

    /// The calls of the API since the emulator was told to forget them: method and path.
    func calls() async throws -> [(method: String, path: String)] {
        (try await control("GET", "calls").array ?? []).map { ($0["method"]?.string ?? "", $0["path"]?.string ?? "") }
    }
}

extension CloudflareInstallation {
    /// A workflow, or a function, of a document.
    func workflow(_ document: JSONValue, triggerCode: String? = nil) async throws -> CloudflareWorkflow {
        let id =
            try await api.call(
                "POST", "/api/workflows",
                ["name": document["metadata"]?["name"] ?? "Worker", "kind": document["kind"] ?? "workflow"])["id"]?
            .string ?? ""
        let workflow = CloudflareWorkflow(installation: self, id: id)
        if let triggerCode { try await workflow.change(["triggerCode": .string(triggerCode)]) }
        return workflow
    }
}

/// A workflow of an installation.
struct CloudflareWorkflow: Sendable {
    let installation: CloudflareInstallation
    let id: String

    var api: APIClient { installation.api }
    var path: String { "/api/workflows/\(id)" }

    func change(_ change: JSONValue) async throws { _ = try await api.call("PATCH", path, change) }

    @discardableResult
    func post(_ document: JSONValue) async throws -> String {
        try await api.call("POST", "\(path)/versions", ["ir": document])["id"]?.string ?? ""
    }

    @discardableResult
    func deploy() async throws -> JSONValue { try await api.call("POST", "\(path)/deploy", order) }

    var order: JSONValue { ["connectionId": .string(installation.connection)] }

    /// The deployments, newest first, as pairs of a version and what became of it.
    func deployments() async throws -> [(version: String, status: String)] {
        (try await api.call("GET", "\(path)/deployments")["data"]?.array ?? []).map {
            ($0["versionId"]?.string ?? "", $0["status"]?.string ?? "")
        }
    }

    /// Starts a run and follows it. Each step that waits is sent the events.
    func run(
        _ params: JSONValue = [:], sending events: JSONObject = [:]
    ) async throws -> (state: JSONValue, steps: [JSONValue]) {
        let run = try await api.call(
            "POST", "\(path)/trigger", ["connectionId": .string(installation.connection), "params": params])
        let runPath = "\(path)/runs/\(run["id"]?.string ?? "")"
        var served: Set<String> = []
        for _ in 0..<6000 {
            let state = try await api.call("GET", runPath)
            let isOver = ["complete", "errored", "terminated"].contains(state["status"]?.string ?? "")
            let steps =
                isOver || !events.isEmpty ? try await api.call("GET", "\(runPath)/steps")["data"]?.array ?? [] : []
            if isOver { return (state, steps) }
            for step in steps where step["status"] == "waiting" {
                guard served.insert(step["name"]?.string ?? "").inserted else { continue }
                for (type, payload) in events {
                    _ = try await api.send("POST", "\(runPath)/events", ["type": .string(type), "payload": payload])
                }
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw APIClient.Unexpected(description: "The run does not end.\n\(installation.server.output)")
    }
}
