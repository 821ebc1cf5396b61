import Marketplace
import Platform
import Storage

extension MarketplaceChange {
    static let shape = Shape<MarketplaceChange>("MarketplaceChange") {
        Member("action", .choice, \.action, "The executed action.")
        Member("nodeId", .text.example("stripe"), \.node, "The package that was changed, by its id.")
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
        Member(
            "contributes", PackageContents.shape, \.contents,
            "What the version contributes; after an uninstall, what was removed.")
        Member(
            "permissions", .list(of: PackagePermission.shape), \.permissions,
            "Permissions of the version beyond running in workflows; empty if nothing was downloaded or planned to be.")
        Member(
            "connections", .list(of: connection), \.connections, "Connections to the providers that it contributes.")
        Member("workflows", .list(of: use), \.uses, "Workflows whose stored versions use its nodes.")
        Member("dryRun", .flag, \.isDryRun, "Whether nothing was changed: the response to `?dryRun=true`.")
    }

    private static let use = Shape<NodeUse> {
        Member("id", .id, \.workflow, "Identifies the workflow.")
        Member("name", .text(.name), \.name, "The workflow's name.")
        Member(
            "versions", .list(of: .text), { $0.versions.sorted() },
            "Versions of the node that the workflow uses, after its id and `@` where that is not the package's.")
    }

    private static let connection = Shape<ConnectionUse> {
        Member("id", .id, \.connection, "Identifies the connection.")
        Member("name", .text(.name), \.name, "The connection's name.")
        Member("provider", .text, \.provider, "The provider.")
        Member("workflows", .list(of: .text), \.workflows, "Names of the workflows that are deployed there.")
    }
}
