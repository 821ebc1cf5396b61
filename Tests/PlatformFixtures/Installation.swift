import CoreMetrics
import Foundation
import JSON
import Logging
import Platform
import Storage

/// A platform with a real database in a directory of its own, which goes with ``remove()``.
package struct Installation: Sendable {
    package let directory: String
    package let storage: any StorageDriver
    package let contributions: FakeContributions
    package let platform: Platform

    package init(
        in directory: String = Self.newDirectory(), contributions: FakeContributions = FakeContributions(),
        marketplace: MarketplaceSettings = MarketplaceSettings(), retention: RetentionSettings = RetentionSettings(),
        webhooks: WebhookSettings = WebhookSettings(), address: String? = "https://millrace.test",
        asksPrivate: Bool = true, listTime: Duration = .seconds(10),
        metrics: any MetricsFactory = NOOPMetricsHandler.instance
    ) async throws {
        self.directory = directory
        self.contributions = contributions
        storage = try await TestStorage.chosen.open(in: directory)
        platform = try await Platform(
            storage: storage, plugins: contributions, dataDirectory: directory, marketplace: marketplace,
            retention: retention, webhooks: webhooks, address: address, asksPrivate: asksPrivate, listTime: listTime,
            metrics: metrics,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    package var provider: FakeProvider { contributions.provider }

    package static func newDirectory() -> String {
        let directory = FileManager.default.temporaryDirectory.appending(path: "millrace-\(UUID().uuidString)").path
        try? FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        return directory
    }

    /// Waiting for the end of all work on the database could wait for work that needs this thread: another one waits.
    package func close() { Thread.detachNewThread { [storage] in try? storage.close() } }

    package func remove() {
        close()
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// Runs `body` with an installation and removes it afterwards.
    package static func with<Result>(_ body: (Installation) async throws -> Result) async throws -> Result {
        let installation = try await Installation()
        defer { installation.remove() }
        return try await body(installation)
    }

    /// A document of one step for the provider `here`.
    package static func document(code: String = "return 1;", type: String = "step") -> JSONValue {
        [
            "metadata": [
                "name": "Test", "version": 1, "createdAt": "2026-01-01T00:00:00.000Z",
                "updatedAt": "2026-01-01T00:00:00.000Z",
            ],
            "nodes": [
                [
                    "id": "first", "type": .string(type), "name": "First", "position": ["x": 0, "y": 0],
                    "version": "1.0.0", "provider": "here", "data": ["code": .string(code)],
                ]
            ],
            "edges": [], "entryNodeId": "first", "x-unknown": 1.50,
        ]
    }

    /// A document of one step for a function.
    package static func functionDocument() -> JSONValue {
        var document = document().object ?? [:]
        document["kind"] = "script"
        document["trigger"] = ["type": "http"]
        return .object(document)
    }
}

extension Installation {
    /// The key of the first start, which may be an earlier one.
    package var firstKey: String {
        get throws {
            try platform.firstStart?.apiKey.text
                ?? String(contentsOfFile: "\(directory)/initial-api-key", encoding: .utf8)
                .trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    /// Who holds the first key: everything is allowed.
    package func owner() async throws -> Caller { try await platform.keys.caller(token: firstKey) }

    /// The connection to `here` that the first start made.
    package func connection() async throws -> Connection {
        let connections = try await platform.connections.list(try await owner(), PageRequest())
        guard let first = connections.elements.first else { throw PlatformError.unknown(.connection, id: "here") }
        return first
    }

    /// A workflow with one version, deployed to `here`.
    package func deployedWorkflow() async throws -> (workflow: WorkflowID, connection: ConnectionID) {
        let caller = try await owner()
        let workflow = try await platform.workflows.create(caller, NewWorkflow(name: "Deployed")).workflow.id
        _ = try await platform.versions.post(caller, to: workflow, ir: Self.document())
        let connection = try await connection().id
        let order = try await platform.deployments.order(caller, workflow, version: nil, to: connection)
        _ = try await platform.deployments.deploy(order)
        return (workflow, connection)
    }
}

extension Installation {
    /// Somebody of another organization, who is the same person for all that matters here.
    /// - Parameter name: Of the organization.
    package func stranger(
        _ somebody: Caller, as name: String = "other", reach: Reach = .project
    ) async throws -> Caller {
        let (organization, project, now) = (OrganizationID.make(), ProjectID.make(), Timestamp.now)
        try await storage.transaction { database in
            try database.execute(
                "INSERT INTO organizations (id, name, slug, created_at, updated_at) VALUES ($1, $3, $3, $2, $2)",
                [organization, now, name])
            try database.execute(
                """
                INSERT INTO projects (id, organization_id, name, slug, description, created_at, updated_at)
                    VALUES ($1, $2, 'P', 'p', '', $3, $3)
                """, [project, organization, now])
        }
        return Caller(
            organization: organization, project: project, user: somebody.user, scopes: somebody.scopes, reach: reach)
    }
}
