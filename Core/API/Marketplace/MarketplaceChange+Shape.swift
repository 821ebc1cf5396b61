import Platform
import Storage

extension MarketplaceChange {
    static let shape = Shape<MarketplaceChange>("MarketplaceChange") {
        Member("action", .choice, \.action)
        Member("nodeId", .text.example("stripe"), \.node)
        Member("version", .text.example("1.1.0"), nullable: \.version)
        Member("previousVersion", .text.example("1.0.0"), nullable: \.previous)
        Member("removedVersions", .list(of: .text), \.removed)
        Member("keptVersions", .list(of: .text), \.kept)
        Member("downloadSize", .whole(0...Int.max), \.download, "Size in bytes.")
        Member("registry", .text, nullable: \.registry)
        Member("signedBy", .text, nullable: \.signedBy)
        Member("workflows", .list(of: use), \.uses)
        Member("dryRun", .flag, \.isDryRun)
    }

    private static let use = Shape<NodeUse> {
        Member("id", .id, \.workflow)
        Member("name", .text(.name), \.name)
        Member("versions", .list(of: .text), { $0.versions.sorted() }, "Versions of the node that the workflow uses.")
    }
}
