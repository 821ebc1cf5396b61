/// Which entries of the marketplace are listed.
package struct CatalogueFilter: Sendable {
    /// Each word has to be in the id, the name, the description, the category or a tag.
    package var words: [String]
    package var category: String?
    package var tag: String?
    package var isInstalled: Bool?

    package init(query: String? = nil, category: String? = nil, tag: String? = nil, isInstalled: Bool? = nil) {
        words = (query ?? "").lowercased().split { $0.isWhitespace }.map(String.init)
        self.category = category
        self.tag = tag
        self.isInstalled = isInstalled
    }

    func matches(_ entry: MarketplaceCatalogue.Entry) -> Bool {
        let texts = ([entry.id, entry.name, entry.description, entry.category].compactMap(\.self) + entry.tags)
            .map { $0.lowercased() }
        return words.allSatisfy { word in texts.contains { $0.contains(word) } }
            && (tag.map { tag in entry.tags.contains { $0.lowercased() == tag.lowercased() } } ?? true)
            && (isInstalled.map { $0 == (entry.installation != nil) } ?? true)
    }

    func isIn(_ entry: MarketplaceCatalogue.Entry) -> Bool {
        category.map { $0.lowercased() == entry.category?.lowercased() } ?? true
    }
}
