import AsyncHTTPClient
import Foundation
import JSON
import NIOCore
import TestSupport

/// A server, an address that echoes, and what is deployed to `local`.
struct LocalInstallation: Sendable {
    let server: ServerProcess
    let api: APIClient
    let connection: String
    let echo: String
    let folder: TemporaryFolder

    /// - Parameters:
    ///   - settings: Of the plugin, such as `STEPS=5`.
    ///   - arguments: More of `millrace serve`.
    init(
        echo: String, folder: TemporaryFolder, settings: [String] = [], arguments: [String] = [],
        environment: [String: String] = [:]
    ) async throws {
        self.echo = echo
        self.folder = folder
        server = try await ServerProcess(
            data: folder.url, arguments: settings.flatMap { ["--plugin-setting", "local.\($0)"] } + arguments,
            environment: environment)
        api = try APIClient(server, data: folder.url)
        connection = try await api.localConnection()
    }

    /// - Parameter settings: Of the plugin, such as `STEPS=5`.
    static func running(
        settings: [String] = [], _ body: @escaping @Sendable (LocalInstallation) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        try await EchoService().serving { echo in
            let installation = try await LocalInstallation(echo: echo, folder: folder, settings: settings)
            try await body(installation)
            try await installation.server.stop()
        }
    }

    /// Makes a workflow, or a function, of a document and deploys it.
    func deploy(
        _ document: JSONValue, triggerCode: String? = nil, environment: [String: String] = [:],
        dependencies: JSONObject = [:]
    ) async throws -> LocalWorker {
        let kind = document["kind"] ?? "workflow"
        let name = document["metadata"]?["name"] ?? "Worker"
        let id = try await api.call("POST", "/api/workflows", ["name": name, "kind": kind])["id"]?.string ?? ""
        if !dependencies.isEmpty {
            _ = try await api.call("PATCH", "/api/workflows/\(id)", ["dependencies": .object(dependencies)])
        }
        let worker = LocalWorker(installation: self, id: id, url: "", service: "")
        return try await worker.deploy(document, triggerCode: triggerCode, environment: environment)
    }
}

/// Something deployed.
struct LocalWorker: Sendable {
    let installation: LocalInstallation
    let id: String
    let url: String
    let service: String

    private var api: APIClient { installation.api }
    private var path: String { "/api/workflows/\(id)" }

    /// The next version.
    func deploy(
        _ document: JSONValue, triggerCode: String? = nil, environment: [String: String] = [:]
    ) async throws -> LocalWorker {
        // Each workflow has an address of its own at the service, so that none sees the others' requests.
        let environment = environment.merging(
            ["BASE": "\(installation.echo)/\(id)"], uniquingKeysWith: { own, _ in own })
        let variables = environment.sorted { $0.key < $1.key }.map { name, value -> JSONValue in
            ["name": .string(name), "value": .string(value), "isSecret": false]
        }
        var changes: JSONObject = ["envVars": .array(variables)]
        if let triggerCode { changes["triggerCode"] = .string(triggerCode) }
        _ = try await api.call("PATCH", path, .object(changes))
        _ = try await api.call("POST", "\(path)/versions", ["ir": document])
        let deployment = try await api.call(
            "POST", "\(path)/deploy", ["connectionId": .string(installation.connection)])
        return LocalWorker(
            installation: installation, id: id, url: deployment["url"]?.string ?? "",
            service: deployment["serviceName"]?.string ?? "")
    }

    func trigger(_ params: JSONValue) async throws -> LocalRun {
        let body: JSONValue = ["connectionId": .string(installation.connection), "params": params]
        return LocalRun(worker: self, id: try await api.call("POST", "\(path)/trigger", body)["id"]?.string ?? "")
    }

    /// The newest first, whoever started them.
    var runs: [JSONValue] {
        get async throws { try await api.call("GET", "\(path)/runs")["data"]?.array ?? [] }
    }

    /// All runs, once there are so many and none goes on; the oldest first.
    func finished(_ count: Int) async throws -> [JSONValue] {
        for _ in 0..<6000 {
            let runs = try await runs
            let over = runs.filter { ["complete", "errored", "terminated"].contains($0["status"]?.string ?? "") }
            if over.count >= count, over.count == runs.count {
                var states: [JSONValue] = []
                for run in runs.reversed() {
                    states.append(try await api.call("GET", "\(path)/runs/\(run["id"]?.string ?? "")"))
                }
                return states
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw APIClient.Unexpected(description: "There are not \(count) runs.\n\(installation.server.output)")
    }

    /// Asks the Worker itself.
    func ask(_ method: String, _ path: String = "", _ body: JSONValue? = nil) async throws -> (
        status: Int, text: String
    ) {
        var request = HTTPClientRequest(url: url + path)
        request.method = .init(rawValue: method)
        if let body { request.body = .bytes(body.bytes) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(120))
        return (Int(response.status.code), String(buffer: try await response.body.collect(upTo: 1 << 20)))
    }

    fileprivate func get(_ rest: String) async throws -> JSONValue { try await api.call("GET", path + rest) }

    fileprivate func send(_ rest: String, _ body: JSONValue) async throws {
        _ = try await api.send("POST", path + rest, body)
    }
}

struct LocalRun: Sendable {
    let worker: LocalWorker
    let id: String

    func restart() async throws { try await worker.send("/runs/\(id)/restart", [:]) }

    func steps() async throws -> [JSONValue] { try await worker.get("/runs/\(id)/steps")["data"]?.array ?? [] }

    /// The state at the end. Each step that waits is sent the events.
    func end(sending events: JSONObject = [:]) async throws -> JSONValue {
        var served: Set<String> = []
        for _ in 0..<6000 {
            let state = try await worker.get("/runs/\(id)")
            if ["complete", "errored", "terminated"].contains(state["status"]?.string ?? "") { return state }
            if !events.isEmpty {
                for step in try await steps() where step["status"] == "waiting" {
                    guard served.insert(step["name"]?.string ?? "").inserted else { continue }
                    for (type, payload) in events {
                        try await worker.send("/runs/\(id)/events", ["type": .string(type), "payload": payload])
                    }
                }
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        let steps = try await steps().map(\.text).joined(separator: "\n")
        throw APIClient.Unexpected(description: "The run does not end.\n\(steps)\n\(worker.installation.server.output)")
    }
}
