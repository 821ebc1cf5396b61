/// Where a plugin's library is loaded.
package enum PluginIsolation: String, Sendable, CaseIterable {
    /// In the server: fast, and trusted like the server.
    case inProcess
    /// In a process of its own: what it does wrong is its own affair.
    case process
}
