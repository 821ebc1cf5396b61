import PluginMessages

/// A library to load.
package struct PluginCandidate: Sendable {
    package let path: String
    package let origin: PluginOrigin
    package let isolation: PluginIsolation

    package init(path: String, origin: PluginOrigin, isolation: PluginIsolation) {
        self.path = path
        self.origin = origin
        self.isolation = isolation
    }
}
