import PluginMessages
import Storage

/// Names workflows in errors of runs. An error that comes from the run of another workflow has the id by which the document
/// calls it; people know the workflow by its name.
struct FailureNames {
    let database: any SQLConnection
    /// Workflows of others keep their ids.
    let project: ProjectID

    func named(_ failure: RunFailure) throws -> RunFailure {
        var message = failure.message
        for id in Set(message.matches(of: #/the workflow "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"/#).map(\.1)) {
            let found = try Table(WorkflowRecord.self, in: database).find(WorkflowID(String(id)), of: project)
            guard let found else { continue }
            message = message.replacing("the workflow \"\(id)\"", with: "the workflow \"\(found.name)\"")
        }
        guard message != failure.message else { return failure }
        return RunFailure(
            name: failure.name, message: message, nodeId: failure.nodeId, field: failure.field, line: failure.line)
    }

    func named(_ state: RunState) throws -> RunState {
        guard let error = state.error else { return state }
        return RunState(
            instanceId: state.instanceId, status: state.status, params: state.params, output: state.output,
            error: try named(error), waitingFor: state.waitingFor)
    }
}
