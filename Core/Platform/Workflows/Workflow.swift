import JSON
import PluginMessages
import Storage

/// A workflow or function.
package struct Workflow: Sendable {
    package enum Status: String, Sendable, CaseIterable { case draft, deployed }

    package let id: WorkflowID
    package let project: ProjectID
    package let name: String
    package let description: String
    package let kind: Program.Kind
    /// The user's own handlers in place of the default ones.
    package let triggerCode: String?
    /// npm packages and ranges.
    package let dependencies: JSONObject
    package let deployConfig: JSONObject
    /// What is deployed.
    package let activeVersion: VersionID?
    package let createdAt: Timestamp
    package let updatedAt: Timestamp
    /// Where it was asked for.
    package internal(set) var standing = WorkflowStanding()

    package var status: Status { activeVersion == nil ? .draft : .deployed }

    init(_ record: WorkflowRecord) throws {
        id = record.id
        project = record.project
        name = record.name
        description = record.description
        kind = Program.Kind(rawValue: record.kind) ?? .workflow
        triggerCode = record.triggerCode
        dependencies = try JSONValue(parsing: record.dependencies).decode()
        deployConfig = try JSONValue(parsing: record.deployConfig).decode()
        activeVersion = record.activeVersion
        createdAt = record.createdAt
        updatedAt = record.updatedAt
    }
}
