import FoundationEssentials
import Hummingbird
import JSON
import Marketplace
import Platform
import PluginMessages
import Storage

struct MarketplaceController {
    let catalogue: MarketplaceCatalogue
    let changes: MarketplaceChanges

    var endpoints: [Endpoint<APIContext>] {
        [
            .get(
                "marketplace", "List marketplace nodes",
                notes:
                    "Lists the packages that the registries offer and the organization's installations of them: nodes, "
                    + "providers, endpoints and storages.",
                query: .part + Self.search, returns: .ok(MarketplacePage.shape), use: list),
            .get(
                "marketplace/installed", "List installed nodes",
                notes: "Lists what the organization has installed, with the definition of each node.", query: .part,
                returns: .catalogue(of: MarketplaceCatalogue.Installation.fullShape), use: installed),
            .get(
                "marketplace/:nodeId", "Get a marketplace node",
                notes:
                    "Returns what the registries offer of the package: its versions, their builds, what they contribute and "
                    + "may do, and the documentation.",
                query: [Parameter("version", "The version whose definition is returned; default: the latest.")],
                returns: .ok(MarketplaceCatalogue.Details.shape), use: get),
            .post(
                "marketplace/install", .write, "Install a node",
                notes:
                    "Downloads the package, checks its checksum and signature, and loads it. For a package that is "
                    + "installed already use `POST /api/marketplace/update`. One with a provider or an endpoint requires an "
                    + "owner's session or a key of the whole organization; one with a storage is installed on the server.",
                query: [Self.dryRun], body: ChooseNode.self,
                returns: .created(MarketplaceChange.shape, orExisting: "The planned change, with `dryRun`.") {
                    "/api/marketplace/\($0.node)"
                },
                errors: Self.errors + [
                    .conflict("The package is already installed, or its contribution already exists.")
                ], use: install),
            .post(
                "marketplace/uninstall", .write, "Uninstall a node",
                notes:
                    "Removes the package from the organization. While workflows use its nodes, only with `force`; while "
                    + "there are connections to a provider of it, never.",
                query: [Self.dryRun, Parameter("force", "Uninstall even if workflows use its nodes.", .flag)],
                body: UninstallNode.self, returns: .ok(MarketplaceChange.shape),
                errors: [.conflict("The package is not installed, or workflows or connections use it.")],
                use: uninstall),
            .post(
                "marketplace/update", .write, "Update a node",
                notes:
                    "Installs a newer version alongside the current one. Versions whose nodes workflows use stay "
                    + "installed, and a rollback returns to the previous one. Deployments and runs of a provider "
                    + "continue.",
                query: [Self.dryRun], body: ChooseNode.self,
                returns: .ok(MarketplaceChange.shape),
                errors: Self.errors + [.conflict("The package is not installed, or no newer version is available.")],
                use: update),
            .post(
                "marketplace/rollback", .write, "Roll back a node",
                notes:
                    "Restores the previous version, or the older one that is requested: installed versions without a "
                    + "registry, others from one.",
                query: [Self.dryRun], body: RollBackNode.self, returns: .ok(MarketplaceChange.shape),
                errors: Self.errors + [
                    .conflict("The package is not installed, or has no previous version, or none that is older.")
                ], use: rollback),
        ]
    }

    private static let dryRun = Parameter("dryRun", "Return the planned change without executing it.", .flag)

    private static let search = [
        Parameter(
            "q",
            "Words that are all in the package's id, name, description, category or tags, or in what it contributes."),
        Parameter("category", "Packages of this category."), Parameter("tag", "Packages with this tag."),
        Parameter(
            "kind", "Packages that contribute something of this kind.",
            .choice(of: PackageContents.Kind.self)),
        Parameter("installed", "`true`: installed packages; `false`: the others.", .flag),
    ]

    private static let errors: [ErrorSpec] = [
        .notFound("No registry offers the package or the version."),
        .unprocessable("The package failed verification, or no package is compatible with this server."),
        .unavailable("The registry is unreachable."),
    ]

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> MarketplacePage {
        let part = try request.part
        let filter = try CatalogueFilter(
            query: request.query("q"), category: request.query("category"), tag: request.query("tag"),
            isInstalled: request.query("installed") == nil ? nil : try request.flag("installed")
        ).of(kind: request.query("kind"))
        let list = try await catalogue.list(context.caller, filter)
        return MarketplacePage(
            entries: Page(of: list.entries, part, id: \.id), categories: list.categories, registries: list.registries)
    }

    @Sendable private func installed(
        _ request: Request, _ context: APIContext
    ) async throws -> Page<MarketplaceCatalogue.Installation> {
        let part = try request.part
        return Page(of: try await catalogue.installed(context.caller), part, id: \.node)
    }

    @Sendable private func get(
        _ request: Request, _ context: APIContext
    ) async throws -> MarketplaceCatalogue.Details {
        try await catalogue.get(
            context.caller, context.parameters.require("nodeId"), version: request.query("version"))
    }

    @Sendable private func install(
        _ body: ChooseNode, _ request: Request, _ context: APIContext
    ) async throws -> (MarketplaceChange, isNew: Bool) {
        let change = try await changes.install(
            context.caller, body.nodeId, version: body.version, dryRun: try request.isDryRun(body.dryRun))
        return (change, isNew: !change.isDryRun)
    }

    @Sendable private func update(
        _ body: ChooseNode, _ request: Request, _ context: APIContext
    ) async throws -> MarketplaceChange {
        try await changes.update(
            context.caller, body.nodeId, version: body.version, dryRun: request.isDryRun(body.dryRun))
    }

    @Sendable private func rollback(
        _ body: RollBackNode, _ request: Request, _ context: APIContext
    ) async throws -> MarketplaceChange {
        try await changes.rollback(
            context.caller, body.nodeId, version: body.version, dryRun: request.isDryRun(body.dryRun))
    }

    @Sendable private func uninstall(
        _ body: UninstallNode, _ request: Request, _ context: APIContext
    ) async throws -> MarketplaceChange {
        let force = try request.flag("force")
        return try await changes.uninstall(
            context.caller, body.nodeId, force: body.force ?? force, dryRun: request.isDryRun(body.dryRun))
    }
}

extension Request {
    /// - Parameter body: What the body says, which counts as much as the query.
    fileprivate func isDryRun(_ body: Bool?) throws(PlatformError) -> Bool { try flag("dryRun") || body == true }
}
