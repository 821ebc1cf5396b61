import JSON
import PluginKit
import PluginMessages
import Synchronization

@testable import CloudflareRuntime

/// Notes in memory.
final class FakeNotes: NoteStore {
    private let values = Mutex<[String: JSONValue]>([:])

    var all: [JSONValue] { values.withLock { Array($0.values) } }

    func note(_ key: String) -> JSONValue { values.withLock { $0[key] } ?? .null }

    func setNote(_ key: String, _ value: JSONValue) {
        values.withLock { $0[key] = value.isNull ? Optional<JSONValue>.none : value }
    }
}

/// The runtime on an account of its own.
struct CloudflareFixture: Sendable {
    let account = FakeAccount()
    let notes = FakeNotes()
    let runtime: CloudflareRuntime

    static let account = "acc0acc0acc0acc0acc0acc0acc0acc0"
    static let credentials = Credentials(
        connectionId: "c1", values: ["apiToken": "token-of-mine", "accountId": .string(account)])
    /// Everything that a deploy can set.
    static let config: JSONObject = [
        "route": ["pattern": "api.example.com/orders/*", "zoneName": "example.com"],
        "customDomains": ["orders.example.com"], "crons": ["0 6 * * *"],
        "queueConsumers": [["queue": "orders", "batchSize": 5]],
    ]

    init() { self.init { $0 } }

    init(transport: (FakeAccount) -> any Transport) {
        runtime = CloudflareRuntime(
            settings: ["API_URL": "http://api", "API_DEADLINE": "0"], folder: nil, transport: transport(account),
            notes: notes)
    }

    static func request(
        _ module: String = "one", id: String = "d1", config: JSONObject = [:],
        environment: [EnvironmentVariable] = [], bindings: [Binding] = [], required: [String] = [],
        className: String? = "Orders", trigger: Trigger = .manual, previous: JSONValue? = nil, connection: String = "c1"
    ) -> DeployRequest {
        var all = bindings
        if let className {
            all.append(Binding(type: "workflow", name: "WORKFLOW", settings: ["className": .string(className)]))
        }
        return DeployRequest(
            deploymentId: id, workflowId: "w1", versionId: "version-1", workflowName: "Orders",
            artifact: Artifact(
                target: "cloudflare", kind: className == nil ? .script : .workflow, fileName: "orders.ts",
                className: className, source: module, javaScript: module, lineMap: [], bindings: all,
                requiredEnvironment: required, dependencies: [], trigger: trigger, warnings: []),
            environment: environment,
            credentials: Credentials(connectionId: connection, values: credentials.values), config: config,
            previous: previous)
    }

    func deploy(_ request: DeployRequest) async throws -> DeployResult {
        try await runtime.deploy(request) { _ in }
    }

    func takedown(_ result: DeployResult) async throws {
        try await runtime.takedown(DeploymentHandle(reference: result.reference, credentials: Self.credentials))
    }
}
