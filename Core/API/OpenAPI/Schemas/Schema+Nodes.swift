import JSON
import Platform
import PluginHost
import PluginMessages

/// Nodes, the marketplace and plugins.
extension Schema {
    /// What a node's definition has in any case; the rest of it is the plugin's.
    static let node = Schema([
        "type": "object",
        "required": [
            "id", "name", "version", "description", "category", "tags", "configSchema", "outputSchema", "providers",
        ],
        "properties": [
            "id": ["type": "string", "examples": ["http_request"]],
            "name": ["type": "string", "examples": ["HTTP request"]],
            "version": ["type": "string", "examples": ["1.0.0"]], "description": ["type": "string"],
            "category": ["type": "string"], "tags": ["type": "array", "items": ["type": "string"]],
            "configSchema": ["type": "object", "description": "The fields of the node's `data`, by name."],
            "outputSchema": ["type": "object", "description": "The shape of the node's output."],
            "providers": ["type": "array", "items": ["type": "string"]],
            "icon": ["type": "string"], "docsUrl": ["type": "string"], "author": ["type": "string"],
            "license": ["type": "string"], "dependencies": ["type": "object"], "runtime": ["type": "object"],
            "deprecated": ["type": "boolean"], "deprecationMessage": ["type": "string"],
            "replacedBy": ["type": "string"],
        ],
    ]).named("Node")

    static let template = Schema.object([
        "nodeId": .text.example("slack"), "version": .text.example("1.0.0"),
        "provider": .text.note("The target of the template.").example(.string(exampleProvider)),
        "source": .text.note("TypeScript source.").example("export default async () => {}"),
    ]).named("NodeTemplate")

    static let optionsRequest = Schema.body(
        [
            "field": Schema.text.note("Name of a field in the node's `configSchema`.").example("channel"),
            "version": Schema.text.note("If omitted, the version that new documents use.").example("1.0.0"),
            "config": Schema.map().note("The current values of the node's `data`."),
        ], required: ["field"]
    ).named("OptionsRequest")

    static let option = Schema.object(["value": .text, "label": .text]).named("Option")

    private static let installationMembers = Schema.object([
        "nodeId": .text.example("stripe"), "version": .text.example("1.0.0"), "keptVersions": .list(of: .text),
        "isBundled": .flag.note("Bundled with the server; cannot be installed or removed."),
        "isLoaded": .flag.example(true), "installedAt": .time.orNull, "updatedAt": .time.orNull,
    ])

    private static let entryMembers = Schema.object([
        "id": .text.example("stripe"), "name": .text.orNull.example("Stripe"), "description": .text.orNull,
        "category": .text.orNull, "tags": .list(of: .text), "registry": .text.orNull,
        "latestVersion": .text.orNull.example("1.1.0"), "versions": .list(of: .text), "deprecated": .flag,
        "deprecationMessage": .text.orNull, "replacedBy": .text.orNull, "isInstallable": .flag, "isInstalled": .flag,
        "hasUpdate": .flag, "installation": installationMembers.named("Installation").orNull,
    ])

    static let installedNode = installationMembers.adding(["definition": Schema.node.orNull]).named("InstalledNode")
    static let marketplaceEntry = entryMembers.named("MarketplaceEntry")

    private static let registry = Schema.object([
        "name": .text, "isReachable": .flag, "fetchedAt": .time.orNull, "error": .text.orNull,
    ]).named("Registry")

    static let catalogue = Schema.object([
        "data": .list(of: .marketplaceEntry), "nextCursor": Schema.cursor.orNull,
        "registries": .list(of: .registry),
    ]).named("Catalogue")

    private static let offeredVersion = Schema.object([
        "version": .text, "sdk": .text, "abi": .count, "deprecated": .flag, "deprecationMessage": .text.orNull,
        "replacedBy": .text.orNull, "isInstallable": .flag,
        "builds": .list(
            of: .object(["platform": .text, "size": .count, "sha256": .text, "signedBy": .text.orNull])),
    ]).named("OfferedVersion")

    static let marketplaceNode = entryMembers.adding([
        "versions": .list(of: .offeredVersion),
        "definition": Schema.anything.note("Definition of the returned version."),
        "readme": .text.orNull,
    ]).named("MarketplaceNode")

    static let marketplaceChange = Schema.object([
        "action": .choice(["install", "update", "rollback", "uninstall"]), "nodeId": .text.example("stripe"),
        "version": .text.orNull.example("1.1.0"), "previousVersion": .text.orNull.example("1.0.0"),
        "removedVersions": .list(of: .text), "keptVersions": .list(of: .text),
        "downloadSize": .count.note("Size in bytes."), "registry": .text.orNull, "signedBy": .text.orNull,
        "workflows": .list(
            of: .object([
                "id": .id, "name": .name,
                "versions": .list(of: .text).note("Versions of the node that the workflow uses."),
            ])),
        "dryRun": .flag,
    ]).named("MarketplaceChange")

    static let nodeChoice = Schema.body(
        [
            "nodeId": Schema.text.example("stripe"),
            "version": Schema.text.note("If omitted, the latest version.").example("1.0.0"),
        ], required: ["nodeId"]
    ).named("NodeChoice")

    static let nodeRollback = Schema.body(["nodeId": Schema.text.example("stripe")], required: ["nodeId"])
        .named("NodeRollback")

    static let uninstall = Schema.body(
        [
            "nodeId": Schema.text.example("stripe"),
            "force": Schema.flag.note("Uninstall even if workflows use the node.").usually(false),
        ], required: ["nodeId"]
    ).named("Uninstall")

    static let plugin = Schema.object([
        "id": .text.example("slack"), "name": .text.orNull, "version": .text.orNull, "path": .text,
        "origin": .choice(["installation", "package"]).orNull,
        "isolation": .choice(of: PluginIsolation.self).orNull,
        "state": .choice(["running", "idle", "restarting", "off", "refused"]), "reason": .text.orNull,
        "memory": .count.orNull.note("Memory of the plugin's own process, in bytes."), "calls": .count,
        "failures": .count,
        "lastError": Schema.object(["code": .text, "message": .text, "at": .time]).orNull,
        "nodes": .list(of: .text), "providers": .list(of: .text),
    ]).named("Plugin")
}
