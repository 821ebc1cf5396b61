import PluginMessages

/// A version of a package that an organization has.
package struct InstalledPackage: Sendable, Hashable {
    package let package: String
    package let version: String
    /// Whether it provides all that it has; others are kept for documents that name their nodes.
    package let isCurrent: Bool

    package init(package: String, version: String, isCurrent: Bool) {
        self.package = package
        self.version = version
        self.isCurrent = isCurrent
    }

    var origin: PluginOrigin { .package(node: package, version: version) }
}
