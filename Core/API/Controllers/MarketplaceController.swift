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

    var endpoints: [Endpoint] {
        [
            .get(
                "marketplace", "List marketplace nodes",
                notes: "Lists the nodes that the registries offer and the organization's installations of them.",
                query: .part,
                gives: .ok(.catalogue), use: list),
            .get(
                "marketplace/installed", "List installed nodes", query: .part,
                gives: .catalogue(of: .installedNode), use: installed),
            .get(
                "marketplace/:nodeId", "Get a marketplace node",
                query: [Parameter("version", "The version whose definition is returned; default: the latest.")],
                gives: .ok(.marketplaceNode), use: get),
            .post(
                "marketplace/install", .write, "Install a node", query: [Self.dryRun], takes: .nodeChoice,
                gives: .created(.marketplaceChange), .ok(.marketplaceChange, "The planned change, with `dryRun`."),
                failures: Self.failures + [.conflict("The node is already installed.")], use: install),
            .post(
                "marketplace/uninstall", .write, "Uninstall a node",
                query: [Self.dryRun, Parameter("force", "Uninstall even if workflows use the node.", .flag)],
                takes: .uninstall,
                gives: .ok(.marketplaceChange),
                failures: [.conflict("The node is not installed, or workflows use it.")],
                use: uninstall),
            .post(
                "marketplace/update", .write, "Update a node", query: [Self.dryRun], takes: .nodeChoice,
                gives: .ok(.marketplaceChange),
                failures: Self.failures + [.conflict("The node is not installed, or no newer version is available.")],
                use: update),
            .post(
                "marketplace/rollback", .write, "Roll a node back", notes: "Restores the previous version.",
                query: [Self.dryRun], takes: .nodeRollback, gives: .ok(.marketplaceChange),
                failures: [.conflict("The node is not installed, or has no previous version.")], use: rollback),
        ]
    }

    private static let dryRun = Parameter("dryRun", "Return the planned change without executing it.", .flag)

    private static let failures: [Failure] = [
        .notFound("No registry offers the node or the version."),
        .unprocessable("The package failed verification, or no package is compatible with this server."),
        .unavailable("The registry is unreachable."),
    ]

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        let part = try request.part
        let (entries, registries) = try await catalogue.list(context.caller)
        let page = Page(of: entries, part, id: \.id)
        return .json([
            "data": .array(page.elements.map(\.json)), "nextCursor": JSONValue(page.next?.text),
            "registries": .array(registries.map(\.json)),
        ])
    }

    @Sendable private func installed(_ request: Request, _ context: APIContext) async throws -> Response {
        let part = try request.part
        return try .page(Page(of: try await catalogue.installed(context.caller), part, id: \.node)) {
            try $0.fullJSON
        }
    }

    @Sendable private func get(_ request: Request, _ context: APIContext) async throws -> Response {
        let details = try await catalogue.get(
            context.caller, context.parameters.require("nodeId"), version: request.query("version"))
        var json = details.entry.json.object ?? [:]
        json["versions"] = .array(details.entry.offer?.versions.map(\.json) ?? [])
        json["definition"] = details.definition ?? .null
        json["readme"] = JSONValue(details.readme)
        return .json(.object(json))
    }

    private struct Change: Decodable {
        let nodeId: String
        let version: String?
        let force: Bool?
    }

    @Sendable private func install(_ request: Request, _ context: APIContext) async throws -> Response {
        let body = try await request.body(Change.self, context)
        let change = try await changes.install(
            context.caller, body.nodeId, version: body.version, dryRun: try request.isDryRun)
        return .json(change.json, status: change.isDryRun ? .ok : .created)
    }

    @Sendable private func update(_ request: Request, _ context: APIContext) async throws -> Response {
        let body = try await request.body(Change.self, context)
        return .json(
            try await changes.update(
                context.caller, body.nodeId, version: body.version, dryRun: request.isDryRun
            ).json)
    }

    @Sendable private func rollback(_ request: Request, _ context: APIContext) async throws -> Response {
        let body = try await request.body(Change.self, context)
        return .json(try await changes.rollback(context.caller, body.nodeId, dryRun: request.isDryRun).json)
    }

    @Sendable private func uninstall(_ request: Request, _ context: APIContext) async throws -> Response {
        let body = try await request.body(Change.self, context)
        let force = try request.flag("force")
        return .json(
            try await changes.uninstall(
                context.caller, body.nodeId, force: body.force ?? force, dryRun: request.isDryRun
            ).json)
    }
}

extension Request {
    fileprivate var isDryRun: Bool { get throws(PlatformError) { try flag("dryRun") } }
}

extension MarketplaceCatalogue.Entry {
    fileprivate var json: JSONValue {
        let latest = offer?.latest ?? offer?.versions.first
        let definition = installation?.definition
        return [
            "id": .string(id), "name": JSONValue(offer?.name ?? definition?.name),
            "description": JSONValue(offer?.description ?? definition?.description),
            "category": JSONValue(offer?.category ?? definition?.category),
            "tags": .array((offer?.tags ?? definition?.tags ?? []).map(JSONValue.string)),
            "registry": JSONValue(registry), "latestVersion": JSONValue(latest?.version),
            "versions": .array((offer?.versions ?? []).map { .string($0.version) }),
            "deprecated": .bool(latest?.deprecated ?? false),
            "deprecationMessage": JSONValue(latest?.deprecationMessage),
            "replacedBy": JSONValue(latest?.replacedBy), "isInstallable": .bool(offer?.latest != nil),
            "isInstalled": .bool(installation != nil), "hasUpdate": .bool(hasUpdate),
            "installation": installation?.json ?? .null,
        ]
    }
}

extension MarketplaceCatalogue.Installation {
    fileprivate var json: JSONValue {
        [
            "nodeId": .string(node), "version": .string(version), "keptVersions": .array(kept.map(JSONValue.string)),
            "isBundled": .bool(isBundled), "isLoaded": .bool(definition != nil),
            "installedAt": JSONValue(installedAt), "updatedAt": JSONValue(updatedAt),
        ]
    }

    fileprivate var fullJSON: JSONValue {
        get throws {
            var json = json.object ?? [:]
            json["definition"] = try definition.map { try JSONValue(encoding: $0) } ?? .null
            return .object(json)
        }
    }
}

extension RegistryIndex.Version {
    fileprivate var json: JSONValue {
        [
            "version": .string(version), "sdk": .string(sdk), "abi": .int(abi),
            "deprecated": .bool(deprecated ?? false),
            "deprecationMessage": JSONValue(deprecationMessage), "replacedBy": JSONValue(replacedBy),
            "isInstallable": .bool(fittingBuild != nil),
            "builds": .array(
                builds.map { build in
                    [
                        "platform": .string(build.platform), "size": .int(build.size), "sha256": .string(build.sha256),
                        "signedBy": JSONValue(build.signature?.key),
                    ]
                }),
        ]
    }
}

extension Registries.Standing {
    fileprivate var json: JSONValue {
        [
            "name": .string(name), "isReachable": .bool(error == nil),
            "fetchedAt": JSONValue(fetchedAt.map(Timestamp.init)), "error": JSONValue(error.map { "\($0)" }),
        ]
    }
}

extension MarketplaceChange {
    fileprivate var json: JSONValue {
        [
            "action": .string(action.rawValue), "nodeId": .string(node), "version": JSONValue(version),
            "previousVersion": JSONValue(previous), "removedVersions": .array(removed.map(JSONValue.string)),
            "keptVersions": .array(kept.map(JSONValue.string)), "downloadSize": .int(download),
            "registry": JSONValue(registry), "signedBy": JSONValue(signedBy),
            "workflows": .array(
                uses.map { use in
                    [
                        "id": JSONValue(use.workflow), "name": .string(use.name),
                        "versions": .array(use.versions.sorted().map(JSONValue.string)),
                    ]
                }),
            "dryRun": .bool(isDryRun),
        ]
    }
}
