import PluginMessages

enum Limits {
    /// "Workflows: Limits" of Cloudflare's documentation.
    static let valueBytes = 1024 * 1024
    /// Workflows that start one another; without a limit two that call each other would never end.
    static let nestedRuns = 32

    static func tooLarge(_ what: String) -> PluginFailure {
        PluginFailure(.valueTooLarge, message: "\(what) larger than 1 MiB.")
    }
}
