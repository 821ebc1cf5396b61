import Marketplace

/// What a change of an organization's packages does, or would do.
package struct MarketplaceChange: Sendable {
    package enum Action: String, Sendable, CaseIterable { case install, update, rollback, uninstall }

    package let action: Action
    /// The package, by its id: that of its node where it is one node.
    package let node: String
    /// That new work uses after it; `nil` after an uninstall.
    package let version: String?
    package let previous: String?
    /// Versions that the organization has no more.
    package let removed: [String]
    /// Earlier ones that stay: stored documents name them, or it is the one to go back to.
    package let kept: [String]
    /// Bytes to download; 0 when this server has the package.
    package let download: Int
    package let registry: String?
    package let signedBy: String?
    /// What the version contributes; after an uninstall, what the organization had.
    package let contents: PackageContents
    /// What the version may do.
    package let permissions: [PackagePermission]
    /// Workflows that have a node of it in a stored version.
    package let uses: [NodeUse]
    /// Connections to providers of it.
    package let connections: [ConnectionUse]
    package let isDryRun: Bool
}
