import Marketplace

/// Where packages come from and whose are taken.
package struct MarketplaceSettings: Sendable {
    package let registries: [RegistrySource]
    package let check: PackageCheck
    /// Called after each step of a change: tests end the server there.
    let checkpoint: @Sendable (Moment) async -> Void

    /// A step of a change that has just been done.
    package struct Moment: Sendable, Hashable {
        /// In this order; a change that needs no package begins with `recorded`.
        package enum Step: String, Sendable, CaseIterable {
            case downloaded, written, checked, kept, staged, recorded, published
            /// What nobody has any more contributes nothing, and then is not on the disk.
            case withdrawn, removed
        }

        package let action: MarketplaceChange.Action
        package let step: Step

        package init(_ action: MarketplaceChange.Action, _ step: Step) {
            self.action = action
            self.step = step
        }

        /// Such as `install.written`; `nil` when it is none.
        package init?(_ text: String) {
            let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, let action = MarketplaceChange.Action(rawValue: parts[0]),
                let step = Step(rawValue: parts[1])
            else { return nil }
            self.init(action, step)
        }
    }

    /// - Parameter registries: The first that has a node is the one it comes from.
    package init(
        registries: [RegistrySource] = [], check: PackageCheck = PackageCheck(trusted: []),
        checkpoint: @escaping @Sendable (Moment) async -> Void = { _ in }
    ) {
        self.registries = registries
        self.check = check
        self.checkpoint = checkpoint
    }
}
