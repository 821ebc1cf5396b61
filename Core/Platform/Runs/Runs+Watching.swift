import JSON
import PluginMessages
import Storage
import Values

extension Runs {
    /// Delivers an event to a run; one that comes before it is waited for is kept.
    /// - Throws: ``PlatformError/runEnded(_:)`` for a run that waits for nothing any more.
    package func sendEvent(
        _ caller: Caller, of workflow: WorkflowID, _ id: RunID, type: String, payload: JSONValue?
    ) async throws -> [String] {
        var problems = Problems()
        problems.check(type, FieldLimits.eventType, at: .root.appending("type"))
        try problems.throwIfAny()
        guard (payload?.bytes.count ?? 0) <= Self.paramsLimit else {
            throw PlatformError.paramsTooLarge(limit: Self.paramsLimit)
        }
        let run = try await get(caller, of: workflow, id)
        guard !run.status.isTerminal else { throw PlatformError.runEnded(run.status) }
        try await onProvider(of: id, workflow) { provider, handle throws(PluginFailure) in
            try await provider.sendEvent(
                EventRequest(deployment: handle, instanceId: run.instance, type: type, payload: payload))
        }
        return try await storage.transaction { database in
            let record = try database.run(id, of: workflow)
            try database.audit(caller, .eventSent, record, ["type": .string(type)])
            let version = try record.version.flatMap {
                try Table(VersionRecord.self, in: database).find($0, of: workflow)
            }
            return try version.flatMap { try AwaitedEvents(ir: $0.ir).warning(about: type) }.map { [$0] } ?? []
        }
    }

}
