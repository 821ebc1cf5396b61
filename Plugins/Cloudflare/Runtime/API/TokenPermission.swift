/// What an API token must be allowed, in the words of Cloudflare's page "Create API Token".
enum TokenPermission: String, Sendable {
    case none = ""
    case accountSettingsRead = "Account · Account Settings · Read"
    case scriptsRead = "Account · Workers Scripts · Read"
    case scriptsEdit = "Account · Workers Scripts · Edit"
    case keyValueRead = "Account · Workers KV Storage · Read"
    case keyValueEdit = "Account · Workers KV Storage · Edit"
    case databasesRead = "Account · D1 · Read"
    case databasesEdit = "Account · D1 · Edit"
    case bucketsRead = "Account · Workers R2 Storage · Read"
    case bucketsEdit = "Account · Workers R2 Storage · Edit"
    case queuesRead = "Account · Queues · Read"
    case queuesEdit = "Account · Queues · Edit"
    case vectorizeRead = "Account · Vectorize · Read"
    case zoneRead = "Zone · Zone · Read"
    case routesRead = "Zone · Workers Routes · Read"
    case routesEdit = "Zone · Workers Routes · Edit"
}
