import PluginMessages

/// Puts back what an account had of a service. What a call did that was never answered is found by looking.
struct ServiceRestore: Sendable {
    let api: CloudflareAPI
    let service: String
    let notes: DeployNotes

    /// The note stays until everything is as it was.
    func run(to before: ServiceState, in places: ServiceLocations) async -> Restoration {
        do {
            let inspection = ServiceInspection(api: api, service: service)
            let current =
                before.version == nil
                ? try await inspection.removable(in: places, asksMaker: false)
                : try await inspection.state(
                    in: places, asksSettings: before.workflow.map { $0.settings != .none } ?? false)
            let plan = DeployPlan(from: current, to: ServiceTarget(before))
            let run = PlanExecutor(api: api, service: service)
            for part in plan.parts { try await run.run(part) }
            try await notes.remove()
            if before.version == nil { return .removed }
            return plan.steps.isEmpty ? .untouched : .restored
        } catch {
            return .failed(PluginFailure(cloudflare: error).message)
        }
    }
}
