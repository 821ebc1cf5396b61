import Values

/// Where the API is, and how patient its client; from the plugin's settings.
package struct APISettings: Sendable {
    /// Without a slash at the end.
    let base: String
    /// Of one try.
    let timeoutSeconds: Double
    let retries: APIRetryPolicy

    static let vendor = "https://api.cloudflare.com/client/v4"

    /// What the plugin declares; the host checks the values.
    package static let declarations = [
        SettingDefinition("API_URL", .url, default: vendor, description: "Base URL of Cloudflare's API."),
        SettingDefinition(
            "API_TIMEOUT", .duration, unit: .seconds, minimum: 0, maximum: 3_600, default: "60",
            description: "Time limit of one attempt of an API call."),
        SettingDefinition(
            "API_DEADLINE", .duration, unit: .seconds, minimum: 0, maximum: 3_600, default: "60",
            description: "Time after which an API call is not retried again."),
    ]

    /// - Parameter settings: The plugin's, of ``declarations``.
    package init(_ settings: [String: String]) {
        var base = settings["API_URL"] ?? Self.vendor
        while base.hasSuffix("/") { base.removeLast() }
        self.base = base
        timeoutSeconds = settings["API_TIMEOUT"].flatMap(Double.init) ?? 60
        let deadline = settings["API_DEADLINE"].flatMap(Double.init) ?? 60
        retries = APIRetryPolicy(deadline: .seconds(deadline))
    }
}
