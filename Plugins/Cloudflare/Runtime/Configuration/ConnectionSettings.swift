import PluginMessages
import WorkerBackend

/// A connection's credentials and plan.
struct ConnectionSettings: Sendable {
    enum Plan: String, Sendable, CaseIterable {
        case free, paid

        var limits: WorkerLimits {
            switch self {
            case .free: .free
            case .paid: .paid
            }
        }
    }

    let token: String
    let account: String
    let plan: Plan

    static let schema = [
        ConfigField(
            "apiToken", .secret, label: "API token",
            description:
                "Made at dash.cloudflare.com/profile/api-tokens; the template \"Edit Cloudflare Workers\" fits.",
            required: true),
        ConfigField("accountId", .string, label: "Account id", required: true),
        ConfigField(
            "plan", .select, label: "Plan", description: "Decides the limits of a workflow.", default: "paid",
            options: [.init("free", label: "Workers Free"), .init("paid", label: "Workers Paid")]),
    ]

    init(_ values: Credentials) throws(PluginFailure) {
        let values = values.values
        guard let token = values["apiToken"]?.string, let account = values["accountId"]?.string, !account.isEmpty
        else {
            throw PluginFailure(
                code: "cloudflare.credentials", message: "The connection has no API token or no account id: set both.")
        }
        self.token = token
        self.account = account
        plan = values["plan"]?.string.flatMap(Plan.init) ?? .paid
    }
}

extension CloudflareRuntime {
    package static let credentialSchema = ConnectionSettings.schema
    package static let configSchema = DeployConfiguration.schema
}
