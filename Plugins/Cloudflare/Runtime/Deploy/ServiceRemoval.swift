import PluginMessages

/// Takes a service down. Succeeds if it was already removed.
struct ServiceRemoval: Sendable {
    let api: CloudflareAPI
    let reference: DeployReference
    let notes: DeployNotes

    func run() async throws(PluginFailure) {
        do {
            // What a deploy that was cut off made is removed too.
            let places = try await notes.read()?.places ?? .init()
            let current = try await ServiceInspection(api: api, service: reference.service)
                .state(in: reference.places.union(places))
            let run = PlanRun(api: api, service: reference.service)
            for part in DeployPlan(from: current, to: nil).parts { try await run.run(part) }
            try await notes.remove()
        } catch {
            throw PluginFailure(cloudflare: error)
        }
    }
}
