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
    ///   - skipsSleeps: Whether sleeps end at once.
    package init(
        document: JSONValue? = nil, node: String? = nil, pins: JSONObject = [:], skipsSleeps: Bool = false,
        params: JSONValue = [:], connection: ConnectionID? = nil
    ) {
        self.document = document
        plan = TestPlan(node: node, pins: pins, skipsSleeps: skipsSleeps)
        self.params = params
        self.connection = connection
    }
}

extension DeploymentRecord {
    /// The status of what tests run: none of those that deployments of versions have.
    static let testStatus = "test"

    var isTest: Bool { status == Self.testStatus }

    /// What a test runs, before it is at the provider.
    /// - Parameter skipped: The nodes whose sleeps are skipped.
    init(
        testing document: JSONValue, of workflow: WorkflowRecord, on connection: ConnectionID, id: DeploymentID,
        skipping skipped: [String]
    ) {
        let now = Timestamp.now
        self.init(
            id: id, organization: workflow.organization, project: workflow.project, workflow: workflow.id,
            connection: connection, status: Self.testStatus, notes: "[]", createdAt: now, updatedAt: now,
            testDocument: document.text,
            skippedNodes: skipped.isEmpty ? nil : JSONValue.array(skipped.map(JSONValue.string)).text)
    }

    /// The nodes whose sleeps are skipped.
    func skipped() throws -> Set<String> {
        try skippedNodes.map { try JSONValue(parsing: $0).decode() } ?? []
    }
}
