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

/// A workflow with what only it has.
package struct WorkflowDetails: Sendable {
    package let workflow: Workflow
    package let variables: [Variable]
    /// Its deployments that have old values of environment variables.
    package internal(set) var stale: [StaleDeployment] = []
    /// What a change of it may not have meant.
    package internal(set) var warnings: [String] = []
}

/// A workflow with everything that an editor opens.
package struct WorkflowOverview: Sendable {
    package let details: WorkflowDetails
    /// The version that was asked for, or the last one.
    package let version: VersionDetails?
    /// Newest first.
    package let versions: [Version]
    /// Newest first: one a connection.
    package let deployments: [Deployment]
}

/// What a new workflow is made of.
package struct NewWorkflow: Sendable {
    package let name: String
    package let description: String
    package let kind: Program.Kind

    package init(name: String, description: String = "", kind: Program.Kind = .workflow) {
        self.name = name
        self.description = description
        self.kind = kind
    }
}

/// What becomes different; `nil` stays as it is.
package struct WorkflowChange: Sendable {
    package var name: String?
    package var description: String?
    /// All of the workflow's variables: one that is not here goes.
    package var variables: [Variable]?
    /// Empty takes the trigger code away.
    package var triggerCode: String?
    package var dependencies: JSONObject?
    package var deployConfig: JSONObject?

    package init() {}

    /// The names of what becomes different.
    var members: [String] {
        [
            ("name", name != nil), ("description", description != nil), ("envVars", variables != nil),
            ("triggerCode", triggerCode != nil), ("dependencies", dependencies != nil),
            ("deployConfig", deployConfig != nil),
        ].filter(\.1).map(\.0)
    }
}
