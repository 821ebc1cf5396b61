import Marketplace
import Platform
import Storage

/// A page of the marketplace, with the status of its registries.
struct MarketplacePage {
    let entries: Page<MarketplaceCatalogue.Entry>
    let categories: [MarketplaceCatalogue.Category]
    let registries: [RegistryStatus]

    static let shape = Shape<MarketplacePage>("Catalogue") {
        Shape.page(of: MarketplaceCatalogue.Entry.shape).members(of: \.entries)
        Member(
            "categories", .list(of: MarketplaceCatalogue.Category.shape), \.categories,
            "The categories of the nodes that match, whatever `category` is, with the number of nodes in each.")
        Member(
            "registries", .list(of: RegistryStatus.shape), \.registries,
            "The state of each configured registry, in the order in which they are searched.")
    }
}

extension MarketplaceCatalogue.Category {
    static let shape = Shape<MarketplaceCatalogue.Category>("Category") {
        Member("name", .text.example("Payments"), \.name, "The category, as in `category` of nodes.")
        Member("count", .whole(0...Int.max), \.count, "How many nodes that match are in it.")
    }
}
