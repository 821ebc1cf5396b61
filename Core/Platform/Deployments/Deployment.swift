import JSON
import PluginMessages
import Storage

/// A deploy of a version to a connection, and what became of it.
package struct Deployment: Sendable {
    package enum Status: String, Sendable, CaseIterable {
        case deploying, active
        /// A later deploy to the same connection took its place.
        case superseded
        case failed
        /// It was taken down.
        case removed
    }

    package let id: DeploymentID
    package let workflow: WorkflowID
    /// `nil` when it was deleted since; so is `connection`.
    package let version: VersionID?
    /// The number of the version.
    package internal(set) var versionNumber: Int?
    package let connection: ConnectionID?
    package let status: Status
    package let serviceName: String?
    /// Where the deployed service answers HTTP.
    package let url: String?
    package let notes: [String]
    package let error: PluginFailure?
    package let createdAt: Timestamp
    package let updatedAt: Timestamp

    init(_ record: DeploymentRecord) throws {
        id = record.id
        workflow = record.workflow
        version = record.version
        connection = record.connection
        status = Status(rawValue: record.status) ?? .failed
        serviceName = record.serviceName
        url = record.url
        notes = try JSONValue(parsing: record.notes).decode()
        error = try record.error.map { try JSONValue(parsing: $0).decode() }
        createdAt = record.createdAt
        updatedAt = record.updatedAt
    }
}

extension SQLConnection {
    /// A deployment with the number of its version.
    func shown(_ record: DeploymentRecord) throws -> Deployment {
        var deployment = try Deployment(record)
        deployment.versionNumber = try record.version.flatMap { try Table(VersionRecord.self, in: self).number(of: $0) }
        return deployment
    }

    /// Deployments with the numbers of their versions, each read once.
    func shown(_ records: [DeploymentRecord]) throws -> [Deployment] {
        var numbers: [VersionID: Int] = [:]
        for id in Set(records.compactMap(\.version)) {
            numbers[id] = try Table(VersionRecord.self, in: self).number(of: id)
        }
        return try records.map { record in
            var deployment = try Deployment(record)
            deployment.versionNumber = record.version.flatMap { numbers[$0] }
            return deployment
        }
    }
}

extension DeploymentRecord {
    /// A deploy that begins.
    init(_ order: DeployOrder, id: DeploymentID = .make()) {
        let now = Timestamp.now
        self.init(
            id: id, organization: order.caller.organization, project: order.caller.project,
            workflow: order.workflow, version: order.version, connection: order.connection,
            status: Deployment.Status.deploying.rawValue, notes: "[]", createdAt: now, updatedAt: now)
    }

    mutating func succeed(_ result: DeployResult) {
        status = Deployment.Status.active.rawValue
        serviceName = result.serviceName
        url = result.url
        reference = result.reference.text
        notes = JSONValue.array((result.notes ?? []).map(JSONValue.string)).text
        updatedAt = .now
    }

    mutating func fail(_ failure: PluginFailure) {
        status = Deployment.Status.failed.rawValue
        error = failure.json.text
        updatedAt = .now
    }

    mutating func end(as status: Deployment.Status) {
        self.status = status.rawValue
        updatedAt = .now
    }

    /// Whether a server has it on its disk.
    /// - Parameter server: `nil` where that does not matter.
    func isOn(_ server: DeploymentServer?) -> Bool { server == nil || self.server == nil || self.server == server?.id }

    /// How the provider finds what is deployed.
    func handle(_ credentials: Credentials) throws -> DeploymentHandle {
        DeploymentHandle(
            reference: try reference.map(JSONValue.init(parsing:)) ?? .null, credentials: credentials)
    }
}
