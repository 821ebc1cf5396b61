import Confinement
import PluginMessages

// What operators and tests look at.
extension LocalRuntime {
    package func metrics() async throws -> [PluginMetric] {
        let figures = try await journal.figures(now: now)
        return RuntimeMetrics(
            context: context, live: instances.live, processIds: processIds, connections: functions.connections.count,
            bindingBytes: bindings.memory.bytes
        ).all(figures)
    }

    /// What a service printed outside of runs, and the requests that it answered, oldest first: the newest
    /// ``ServiceLogBuffer/keptLines`` lines since the start.
    package func serviceLogs(of handle: DeploymentHandle) throws -> [RunLogLine] {
        context.serviceLogs.lines(of: try DeploymentReference(handle.reference).service)
    }

    /// Of the processes that run.
    package var processIds: [Int32] { workers.processIds }

    /// What the processes of a deployment are held to.
    /// - Throws: `local.deno.missing`.
    package func confinement(of deploymentId: String) throws(PluginFailure) -> Confinement? {
        try workers.egress.confinement(of: deploymentId)
    }

    /// Connections of a deployment that has a process: open now, opened so far, refused.
    package func connections(of deploymentId: String) -> (open: Int, opened: Int, refused: Int)? {
        workers.egress.connections(of: deploymentId)
    }
}
