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
                "Create it at dash.cloudflare.com/profile/api-tokens; the documentation's page Cloudflare has a link that "
                + "fills in its permissions.",
            required: true, validation: .init(pattern: "[!-~]+")),
        ConfigField(
            "accountId", .string, label: "Account id", description: "32 hexadecimal digits.", required: true,
            validation: .init(pattern: "[0-9A-Za-z_-]{1,64}")),
        ConfigField(
            "plan", .select, label: "Plan", description: "Determines the limits of a workflow.", default: "paid",
            options: [.init("free", label: "Workers Free"), .init("paid", label: "Workers Paid")]),
    ]

    init(_ values: Credentials) throws(PluginFailure) {
        let values = values.values
        guard let token = values["apiToken"]?.string, let account = values["accountId"]?.string, !account.isEmpty
        else {
            throw PluginFailure(
                code: "cloudflare.credentials", message: "The connection has no API token or no account id: set both.")
        }
        if let problem = Self.problem(token: token, account: account) {
            throw PluginFailure(code: "cloudflare.credentials", message: problem)
        }
        self.token = token
        self.account = account
        plan = values["plan"]?.string.flatMap(Plan.init) ?? .paid
    }
}

extension ConnectionSettings {
    /// Why they cannot be what a header and a path of the API hold; an empty one is not checked. Which of the others there is,
    /// the API says.
    static func problem(token: String, account: String) -> String? {
        guard token.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            return
                "The API token contains characters that are not valid, such as a space or a line break. Copy it again."
        }
        guard account.isEmpty || account.wholeMatch(of: /[0-9A-Za-z_-]{1,64}/) != nil else {
            return "The account id is not valid; expected 32 hexadecimal digits. Copy it from the account's overview."
        }
        return nil
    }
}

extension CloudflareRuntime {
    package static let credentialSchema = ConnectionSettings.schema
    package static let configSchema = DeployConfiguration.schema
}
