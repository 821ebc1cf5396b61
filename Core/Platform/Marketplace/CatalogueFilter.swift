import Marketplace
import Values

/// Which entries of the marketplace are listed.
package struct CatalogueFilter: Sendable {
    /// Each word has to be in the id, the name, the description, the category, a tag, or the id of something it contributes.
    package var words: [String]
    package var category: String?
    package var tag: String?
    package var isInstalled: Bool?
    /// Packages that contribute something of this kind.
    package var kind: PackageContents.Kind?

    package init(
        query: String? = nil, category: String? = nil, tag: String? = nil, isInstalled: Bool? = nil,
        kind: PackageContents.Kind? = nil
    ) {
        words = (query ?? "").lowercased().split { $0.isWhitespace }.map(String.init)
        self.category = category
        self.tag = tag
        self.isInstalled = isInstalled
        self.kind = kind
    }

    /// The same with packages of a kind only.
    /// - Parameter kind: `nil` is any.
    /// - Throws: ``PlatformError/invalid(_:)`` for a word that is none.
    package func of(kind: String?) throws(PlatformError) -> CatalogueFilter {
        var problems = Problems()
        var filter = self
        filter.kind = problems.choice(kind, at: "kind")
        try problems.throwIfAny()
        return filter
    }

    func matches(_ entry: MarketplaceCatalogue.Entry) -> Bool {
        let texts =
            ([entry.id, entry.name, entry.description, entry.category].compactMap(\.self) + entry.tags
            + entry.contents.providers + entry.contents.nodes.map(\.id) + entry.contents.storages)
            .map { $0.lowercased() }
        return words.allSatisfy { word in texts.contains { $0.contains(word) } }
            && (tag.map { tag in entry.tags.contains { $0.lowercased() == tag.lowercased() } } ?? true)
            && (kind.map { entry.contents.kinds.contains($0) } ?? true)
            && (isInstalled.map { $0 == (entry.installation != nil) } ?? true)
    }

    func isIn(_ entry: MarketplaceCatalogue.Entry) -> Bool {
        category.map { $0.lowercased() == entry.category?.lowercased() } ?? true
    }
}
