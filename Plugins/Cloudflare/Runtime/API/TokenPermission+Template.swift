import JSON
import Values

/// Links that open Cloudflare's form for a token with permissions filled in: "API token template URLs"
/// (https://developers.cloudflare.com/fundamentals/api/how-to/account-owned-token-template/).
extension TokenPermission {
    /// The form of a user's token, with all permissions that any call of the provider needs.
    static var userTemplate: String {
        "https://dash.cloudflare.com/profile/api-tokens?permissionGroupKeys=\(PercentEncoding.encoded(template.text))"
            + "&accountId=*&zoneId=all&name=Millrace"
    }

    /// The form of an account's token.
    static var accountTemplate: String {
        "https://dash.cloudflare.com/?to=/:account/api-tokens"
            + "&permissionGroupKeys=\(PercentEncoding.encoded(template.text))&name=Millrace"
    }

    private static var template: JSONValue {
        var types: [(key: String, type: String)] = []
        for permission in allCases {
            guard let key = permission.key else { continue }
            types.removeAll { $0.key == key }
            types.append((key, permission.rawValue.hasSuffix("Edit") ? "edit" : "read"))
        }
        return .array(types.map { ["key": .string($0.key), "type": .string($0.type)] })
    }

    private var key: String? {
        switch self {
        case .none: nil
        case .accountSettingsRead: "account_settings"
        case .scriptsRead, .scriptsEdit: "workers_scripts"
        case .tailRead: "workers_tail"
        case .observabilityEdit: "workers_observability"
        case .keyValueRead, .keyValueEdit: "workers_kv_storage"
        case .databasesRead, .databasesEdit: "d1"
        case .bucketsRead, .bucketsEdit: "workers_r2"
        case .queuesRead, .queuesEdit: "queues"
        case .vectorizeRead, .vectorizeEdit: "vectorize"
        case .zoneRead: "zone"
        case .routesRead, .routesEdit: "workers_routes"
        }
    }
}
