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
                notes: "Lists the nodes that the registries offer and the organization's installations of them.",
                query: .part + Self.search, returns: .ok(MarketplacePage.shape), use: list),
            .get(
                "marketplace/installed", "List installed nodes",
                notes: "Lists what the organization has installed, with the definition of each node.", query: .part,
                returns: .catalogue(of: MarketplaceCatalogue.Installation.fullShape), use: installed),
            .get(
                "marketplace/:nodeId", "Get a marketplace node",
                notes:
                    "Returns what the registries offer of the node: its versions, their builds and the documentation.",
                query: [Parameter("version", "The version whose definition is returned; default: the latest.")],
                returns: .ok(MarketplaceCatalogue.Details.shape), use: get),
            .post(
                "marketplace/install", .write, "Install a node",
                notes:
                    "Downloads the package, checks its checksum and signature, and loads it. For a node that is "
                    + "installed already use `POST /api/marketplace/update`.",
                query: [Self.dryRun], body: ChooseNode.self,
                returns: .created(MarketplaceChange.shape, orExisting: "The planned change, with `dryRun`.") {
                    "/api/marketplace/\($0.node)"
                },
                errors: Self.errors + [.conflict("The node is already installed.")], use: install),
            .post(
                "marketplace/uninstall", .write, "Uninstall a node",
                notes: "Removes the node from the organization. While workflows use it, only with `force`.",
                query: [Self.dryRun, Parameter("force", "Uninstall even if workflows use the node.", .flag)],
                body: UninstallNode.self, returns: .ok(MarketplaceChange.shape),
                errors: [.conflict("The node is not installed, or workflows use it.")],
                use: uninstall),
            .post(
                "marketplace/update", .write, "Update a node",
                notes:
                    "Installs a newer version beside the present one. Versions that workflows use stay installed, and "
                    + "a rollback returns to the previous one.",
                query: [Self.dryRun], body: ChooseNode.self,
                returns: .ok(MarketplaceChange.shape),
                errors: Self.errors + [.conflict("The node is not installed, or no newer version is available.")],
                use: update),
            .post(
                "marketplace/rollback", .write, "Roll back a node",
                notes:
                    "Restores the previous version, or the older one that is requested: installed versions without a "
                    + "registry, others from one.",
                query: [Self.dryRun], body: RollBackNode.self, returns: .ok(MarketplaceChange.shape),
                errors: Self.errors + [
                    .conflict("The node is not installed, or has no previous version, or none that is older.")
                ], use: rollback),
        ]
    }

    private static let dryRun = Parameter("dryRun", "Return the planned change without executing it.", .flag)

    private static let search = [
        Parameter("q", "Words that are all in the node's id, name, description, category or tags."),
        Parameter("category", "Nodes of this category."), Parameter("tag", "Nodes with this tag."),
        Parameter("installed", "`true`: installed nodes; `false`: the others.", .flag),
    ]

    private static let errors: [ErrorSpec] = [
        .notFound("No registry offers the node or the version."),
        .unprocessable("The package failed verification, or no package is compatible with this server."),
        .unavailable("The registry is unreachable."),
    ]

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> MarketplacePage {
        let part = try request.part
        let filter = CatalogueFilter(
            query: request.query("q"), category: request.query("category"), tag: request.query("tag"),
            isInstalled: request.query("installed") == nil ? nil : try request.flag("installed"))
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
