/// Where the API is, and how patient its client; from the plugin's settings.
package struct APISettings: Sendable {
    /// Without a slash at the end.
    let base: String
    /// Of one try.
    let timeoutSeconds: Double
    let retries: RetryPolicy

    static let vendor = "https://api.cloudflare.com/client/v4"

    /// `API_URL`, `API_TIMEOUT` and `API_DEADLINE` (seconds: one try, and all tries of a call).
    package init(_ settings: [String: String]) {
        var base = settings["API_URL"] ?? Self.vendor
        while base.hasSuffix("/") { base.removeLast() }
        self.base = base
        timeoutSeconds = settings["API_TIMEOUT"].flatMap(Double.init) ?? 60
        let deadline = settings["API_DEADLINE"].flatMap(Double.init) ?? 60
        retries = RetryPolicy(deadline: .seconds(deadline))
    }
}
