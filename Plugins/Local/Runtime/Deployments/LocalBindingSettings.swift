import JSON
import PluginMessages

/// What the deploy configuration's `bindings` say of a binding: what Cloudflare does with it is done here, or refused.
struct LocalBindingSettings {
    let binding: Binding
    private let members: JSONValue?

    init(_ binding: Binding, _ config: JSONObject) {
        self.binding = binding
        members = config["bindings"]?[binding.name]
    }

    /// Seconds that a queue holds messages back which name no delay of their own.
    /// - Throws: `local.config`
    var deliveryDelay: Int {
        get throws(PluginFailure) {
            guard let value = members?["deliveryDelay"], !value.isNull else { return 0 }
            guard let delay = value.int, (0...QueueLimits.longestDelay).contains(delay) else {
                throw PluginFailure(
                    .config,
                    message:
                        "The deploy configuration is not valid: /bindings/\(binding.name)/deliveryDelay must be a whole "
                        + "number from 0 to \(QueueLimits.longestDelay) (seconds).", fault: .invalid)
            }
            return delay
        }
    }

    /// Calls between Workers of this machine reach the default export, which gets nothing besides the call.
    /// - Throws: `local.binding.unsupported`
    func check() throws(PluginFailure) {
        guard binding.type == DeployedBinding.Kind.service.rawValue else { return }
        let names = ["entrypoint", "props"].filter { members?[$0].map { !$0.isNull } ?? false }
        guard !names.isEmpty else { return }
        throw PluginFailure(
            .bindingUnsupported,
            message:
                "The binding \(binding.name) has \(names.joined(separator: " and ")) in the deploy configuration, which is "
                + "not supported on this machine; it needs Cloudflare. Deploy the workflow there, or set the configuration "
                + "of that connection only (PUT /api/workflows/:id/deploy-config/:connectionId).", fault: .invalid)
    }
}
