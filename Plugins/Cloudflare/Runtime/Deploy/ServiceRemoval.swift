import JSON
import PluginMessages

/// Takes a service down. Succeeds if it was already removed.
///
/// Either the service is left as it was, or nobody meets it any more: what is refused is refused before the Worker is
/// deleted, and what then remains of it is removed by the next takedown.
struct ServiceRemoval: Sendable {
    let api: CloudflareAPI
    let reference: WorkerReference
    let notes: DeployNotes
    /// Although others use it, or somebody else made it.
    let isForced: Bool

    private var inspection: ServiceInspection { ServiceInspection(api: api, service: reference.service) }
    private var run: PlanExecutor { PlanExecutor(api: api, service: reference.service, isForced: isForced) }

    func run() async throws(PluginFailure) {
        do {
            // What a deploy that was cut off made is removed too.
            let places = reference.places.union(try await notes.read()?.places ?? .init())
            let current = try await inspection.removable(
                in: places, asksMaker: !isForced, needed: isForced ? .init() : nil)
            if !isForced, current.version != nil {
                try checkMaker(current)
                try await checkUsers()
            }
            for part in DeployPlan(from: current, to: nil).parts {
                do { try await run.run(part) } catch {
                    guard part.phase != .removal else { throw error }
                    // Not a part of this task: a takedown that is cancelled leaves no half either.
                    try await Task { try await settle(error, current, places) }.value
                }
            }
            try await notes.remove()
        } catch {
            throw failure(error)
        }
    }

    /// - Throws: `cloudflare.worker.foreign`
    private func checkMaker(_ current: ServiceState) throws(PluginFailure) {
        guard !ScriptMetadata.isOwn(current.settings), current.version != reference.version else { return }
        throw PluginFailure(
            code: "cloudflare.worker.foreign",
            message:
                "The Worker \"\(reference.service)\" is not the one that was deployed here: someone else has replaced "
                + "it. Nothing was removed. Repeat the takedown with \"force\": true to delete it.", fault: .conflict)
    }

    /// - Throws: `cloudflare.worker.referenced`
    private func checkUsers() async throws {
        let users = try await api.users(of: reference.service)
        guard !users.names.isEmpty else { return }
        throw referenced(by: users.names.joined(separator: ", "), details: .array(users.names.map(JSONValue.string)))
    }

    /// After a failure before or at the deletion of the Worker: nothing, if it is gone anyway; or else its queues have
    /// it back, which are all that was removed.
    private func settle(_ failure: any Error, _ before: ServiceState, _ places: ServiceLocations) async throws {
        guard try await api.traffic(of: reference.service) != nil else { return }
        let kept = try await inspection.surroundings(in: ServiceLocations(queues: places.queues)).consumers
        let removed = before.consumers.filter { consumer in !kept.contains { $0.queue == consumer.queue } }
        let steps = removed.map { DeployStep.createConsumer(queue: $0.queue, $0.settings) }
        if !steps.isEmpty { try await run.run(DeployPlan.Part(phase: .exposure, steps: steps)) }
        throw failure
    }

    private func failure(_ error: any Error) -> PluginFailure {
        // "Cannot delete this Worker as it is referenced by …": what the references do not tell.
        guard let refusal = error as? APIFailure, refusal.has(code: 10064) else {
            return PluginFailure(cloudflare: error)
        }
        return referenced(by: refusal.message, details: .object(refusal.details))
    }

    private func referenced(by names: String, details: JSONValue) -> PluginFailure {
        PluginFailure(
            code: "cloudflare.worker.referenced",
            message:
                "The Worker \"\(reference.service)\" is in use: \(names). Nothing was removed. Take down or change "
                + "what uses it, or repeat the takedown with \"force\": true, which breaks them.",
            details: details, fault: .conflict)
    }
}
