import Marketplace
import Platform
import Storage

/// A page of the marketplace, with the status of its registries.
struct MarketplacePage {
    let entries: Page<MarketplaceCatalogue.Entry>
    let registries: [RegistryStatus]

    static let shape = Shape<MarketplacePage>("Catalogue") {
        Shape.page(of: MarketplaceCatalogue.Entry.shape).members(of: \.entries)
        Member(
            "registries", .list(of: RegistryStatus.shape), \.registries,
            "The state of each configured registry, in the order in which they are searched.")
    }
}
