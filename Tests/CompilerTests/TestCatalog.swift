import IR
import PluginMessages

/// One provider and one node, as plugins would contribute them.
struct TestCatalog: NodeCatalog {
    let targets = ["cloudflare"]

    var checksRequests = true

    func checksRequests(_ target: String) -> Bool { checksRequests }

    private let notify = NodeDefinition(
        id: "notify", name: "Notify", version: "1.2.0", description: "For tests.", category: "Test",
        configSchema: [
            ConfigField(
                "action", .select, label: "Action", default: "Send", options: [.init("Send"), .init("Remove")]),
            ConfigField("token", .secret, label: "Token", envVarName: "NOTIFY_TOKEN"),
            ConfigField("to", .string, label: "To", required: true, validation: .init(format: .email)),
            ConfigField("text", .string, label: "Text", validation: .init(maxLength: 10), requiredFor: ["Send"]),
            ConfigField("count", .number, label: "Count", validation: .init(min: 1, max: 5)),
        ], outputSchema: [OutputField("sent", .object), OutputField("token", .string), OutputField("step", .string)],
        providers: ["cloudflare"], runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 2))

    func versions(of type: String) -> [String] { type == "notify" ? ["1.2.0"] : [] }

    func definition(type: String, version: String) -> NodeDefinition? {
        type == "notify" && version == "1.2.0" ? notify : nil
    }

    func template(type: String, version: String, target: String) -> NodeTemplate? {
        guard definition(type: type, version: version) != nil, target == "cloudflare" else { return nil }
        return NodeTemplate(
            node: type, version: version, target: target,
            source: """
                interface Params { to: string; text?: string; action?: string }
                const prefix = "sent";
                export default async function (env: { NOTIFY_TOKEN: string }, params: Params, call: { stepName: string }) {
                  return { [prefix]: params, token: env.NOTIFY_TOKEN, step: call.stepName };
                }
                """)
    }
}
