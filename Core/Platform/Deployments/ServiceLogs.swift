import PluginMessages
import Storage

/// What deployments have printed outside of runs: a function that answers requests, or the trigger code of a workflow.
package struct ServiceLogs: Sendable {
    let runs: Runs

    /// The lines that the provider has, oldest first.
    package func list(
        _ caller: Caller, of workflow: WorkflowID, _ id: DeploymentID, _ filter: LogFilter, _ request: PageRequest?
    ) async throws -> Page<RunLogLine> {
        let deployed = try await runs.storage.read { database -> Deployed? in
            let workflow = try database.workflow(workflow, of: caller)
            let found = try Table(DeploymentRecord.self, in: database).find(id)
            guard let found, found.workflow == workflow.id, !found.isTest else {
                throw PlatformError.unknown(.deployment, id: id.text)
            }
            // What was never deployed, or is no more, has printed nothing that is kept.
            return found.reference == nil || found.status != "active" ? nil : try database.deployed(id)
        }
        guard let deployed else { return Page(ofGrowing: [], request) }
        let provider = try runs.contributions.loadedProvider(of: deployed)
        do {
            let lines = try await provider.serviceLogs(try deployed.handle(runs.secrets))
            return Page(ofGrowing: lines.filter(filter.includes), request)
        } catch let failure as PluginFailure {
            throw PlatformError.provider(deployed.connection.provider, failure)
        }
    }
}
