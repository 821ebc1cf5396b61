import JSON
import PluginMessages
import Storage

/// What ends when a deployment is taken down: its runs, and what the workflows that call it can do.
package struct TakedownEffects: Sendable {
    package struct Dependant: Sendable {
        package let workflow: WorkflowID
        package let name: String
    }

    /// How many runs of the deployment, and of those that it replaced, had not ended.
    package let runs: Int
    /// The deployed workflows and functions that call it with the same connection.
    package let dependants: [Dependant]

    init(
        of deployment: DeploymentRecord, on connection: ConnectionID, _ caller: Caller, in database: any SQLConnection
    ) throws {
        let unended = RunStatus.allCases.filter { !$0.isTerminal }
        runs = try Table(RunRecord.self, in: database)
            .counts(in: unended, on: connection, .column("workflow_id", is: deployment.workflow).and(.tests(false)))
            .reduce(0) { $0 + $1.count }
        let names = Set([deployment.workflow.text, deployment.serviceName].compactMap(\.self))
        var dependants: [Dependant] = []
        for other in try Table(DeploymentRecord.self, in: database).inUse(on: connection) {
            // What calls itself goes with it; what the caller may not see is not named.
            guard other.workflow != deployment.workflow, caller.reaches(other.project), let version = other.version,
                let document = try Table(VersionRecord.self, in: database).find(version, of: other.workflow)?.ir,
                try ServiceCalls(ir: document).names(any: names),
                let workflow = try Table(WorkflowRecord.self, in: database)
                    .find(other.workflow, in: deployment.organization),
                !dependants.contains(where: { $0.workflow == workflow.id })
            else { continue }
            dependants.append(Dependant(workflow: workflow.id, name: workflow.name))
        }
        self.dependants = dependants
    }
}
