import Compiler
import JSON
import Storage

/// A test run that is to be started.
package struct NewTest: Sendable {
    /// `nil` takes the draft, or without one the latest version.
    let document: JSONValue?
    let plan: TestPlan
    let params: JSONValue
    /// `nil` takes the one that there is.
    let connection: ConnectionID?

    /// - Parameters:
    ///   - node: The node to run up to; `nil` runs the whole document.
    ///   - pins: The values of nodes that are not run, by the nodes' ids.
    package init(
        document: JSONValue? = nil, node: String? = nil, pins: JSONObject = [:], params: JSONValue = [:],
        connection: ConnectionID? = nil
    ) {
        self.document = document
        plan = TestPlan(node: node, pins: pins)
        self.params = params
        self.connection = connection
    }
}

extension DeploymentRecord {
    /// The status of what tests run: none of those that deployments of versions have.
    static let testStatus = "test"

    var isTest: Bool { status == Self.testStatus }

    /// What a test runs, before it is at the provider.
    init(testing document: JSONValue, of workflow: WorkflowRecord, on connection: ConnectionID, id: DeploymentID) {
        let now = Timestamp.now
        self.init(
            id: id, organization: workflow.organization, project: workflow.project, workflow: workflow.id,
            connection: connection, status: Self.testStatus, notes: "[]", createdAt: now, updatedAt: now,
            testDocument: document.text)
    }
}
