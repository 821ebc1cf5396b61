import Synchronization

/// The limited views of one registry of contributions, by the positions of the plugins in it.
final class ContributionViews: Sendable {
    struct Selection: Hashable {
        let plugins: [Int]
        /// Those that are kept for their nodes.
        let kept: [Int]
        let disabled: [Int]
        /// The organization with processes of its own.
        let owner: String?
    }

    private let views = Mutex<[Selection: ContributionRegistry]>([:])

    /// More are kept of no registry: organizations that have the same packages share a view.
    private static let limit = 256

    func view(of selection: Selection, make: () -> ContributionRegistry) -> ContributionRegistry {
        if let view = views.withLock({ $0[selection] }) { return view }
        let view = make()
        views.withLock { views in
            if views.count >= Self.limit { views.removeAll() }
            views[selection] = view
        }
        return view
    }
}
