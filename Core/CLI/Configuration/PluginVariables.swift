import PluginHost

/// The variables of the environment that settings of plugins may have: all with the prefix that are not the server's.
struct PluginVariables {
    /// Read by the build, the tests and tools, and never by a server.
    private static let ofTools = [
        "BIN", "CI", "COMMIT", "KEY", "SEED", "SMALL_NODES", "SRC", "STRESS", "TEST_POSTGRESQL", "TEST_STORAGE",
        "WARNINGS_AS_ERRORS",
    ]

    let values: [String: String]

    init(_ environment: [String: String]) {
        let others = Set(
            ((ServerSettings.all + ClientSettings.all).map(\.name) + Self.ofTools).map { SettingReader.prefix + $0 })
        values = environment.filter { $0.key.hasPrefix(SettingReader.prefix) && !others.contains($0.key) }
    }
}
