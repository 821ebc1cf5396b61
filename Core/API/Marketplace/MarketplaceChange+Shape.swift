import Platform
import Storage

extension MarketplaceChange {
    static let shape = Shape<MarketplaceChange>("MarketplaceChange") {
        Member("action", .choice, \.action, "What was done.")
        Member("nodeId", .text.example("stripe"), \.node, "The node that was changed.")
        Member(
            "version", .text.example("1.1.0"), nullable: \.version,
            "The version that the organization has now; `null` after an uninstall.")
        Member(
            "previousVersion", .text.example("1.0.0"), nullable: \.previous,
            "The version that it had before; `null` after a first installation.")
        Member(
            "removedVersions", .list(of: .text), \.removed,
            "Installed versions that were removed, because no workflow uses them.")
        Member(
            "keptVersions", .list(of: .text), \.kept,
            "Earlier versions that stay, because versions of workflows use them or for a rollback.")
        Member("downloadSize", .whole(0...Int.max), \.download, "Size in bytes.")
        Member(
            "registry", .text, nullable: \.registry,
            "The registry that the package came from; `null` if nothing was downloaded.")
        Member(
            "signedBy", .text, nullable: \.signedBy,
            "The public key that signed the package; `null` for an unsigned package, or if nothing was downloaded.")
        Member("workflows", .list(of: use), \.uses, "Workflows whose latest version uses the node.")
        Member("dryRun", .flag, \.isDryRun, "Whether nothing was changed: the response to `?dryRun=true`.")
    }

    private static let use = Shape<NodeUse> {
        Member("id", .id, \.workflow, "Identifies the workflow.")
        Member("name", .text(.name), \.name, "The workflow's name.")
        Member("versions", .list(of: .text), { $0.versions.sorted() }, "Versions of the node that the workflow uses.")
    }
}
