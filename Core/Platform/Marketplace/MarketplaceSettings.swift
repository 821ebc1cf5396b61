import Marketplace

/// Where packages come from and whose are taken.
package struct MarketplaceSettings: Sendable {
    package let registries: [RegistrySource]
    package let check: PackageCheck
    /// Called after each step of an installation: tests end the server there.
    let checkpoint: @Sendable (Step) async -> Void

    /// What has just been done, in this order.
    package enum Step: String, Sendable, CaseIterable {
        case downloaded, written, checked, kept, staged, recorded, published
    }

    /// - Parameter registries: The first that has a node is the one it comes from.
    package init(
        registries: [RegistrySource] = [], check: PackageCheck = PackageCheck(trusted: []),
        checkpoint: @escaping @Sendable (Step) async -> Void = { _ in }
    ) {
        self.registries = registries
        self.check = check
        self.checkpoint = checkpoint
    }
}
