import JSON
import PluginMessages

/// A step as the API names it for a restart: by its name, its type and which of those it is. `StatusEditParams` of the vendor's
/// client; `--from-step-name` of `wrangler workflows instances restart`
/// (https://developers.cloudflare.com/workers/wrangler/commands/#workflows-instances-restart).
struct InstanceStep: Sendable, Equatable {
    let name: String
    /// From 1.
    let count: Int
    let kind: RunStep.Kind

    /// - Parameter steps: All steps that the run has begun, in their order; the host counts those of a name, of whatever type.
    init(_ step: StepReference, among steps: [RunStep]) {
        let named = steps.filter { $0.name == step.name }
        name = step.name
        guard named.indices.contains(step.count - 1) else {
            (count, kind) = (step.count, .do)
            return
        }
        let kind = named[step.count - 1].kind
        self.kind = kind
        count = named.prefix(step.count).count { $0.kind == kind }
    }

    var json: JSONValue { ["name": .string(name), "count": .int(count), "type": .string(type)] }

    private var type: String {
        switch kind {
        case .do: "do"
        case .sleep: "sleep"
        case .wait: "waitForEvent"
        }
    }
}
