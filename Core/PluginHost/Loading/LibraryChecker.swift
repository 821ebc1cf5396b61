/// Looks at libraries before they are loaded.
package protocol LibraryChecker: Sendable {
    /// - Returns: An outcome for each path, in the same order.
    func check(_ paths: [String]) async -> [PluginInspection.Outcome]
}
