import Errors
import Marketplace
import PluginHost
import PluginMessages
import Values

extension PlatformError {
    /// - Parameter known: The nodes that there are.
    static func unknownNode(_ id: String, known: [String]) -> PlatformError {
        PlatformError(
            .marketplaceUnknownNode,
            "No registry offers the node \"\(id)\".\(NearestName.hint(for: id, among: known)) List available nodes with GET /api/marketplace."
        )
    }

    static func unknownVersion(node: String, version: String, known: [String]) -> PlatformError {
        PlatformError(
            .marketplaceUnknownVersion,
            "The node \"\(node)\" has no version \(version). Available: \(known.joined(separator: ", ")).")
    }

    /// A version without a library that this server can load.
    static func noBuild(node: String, version: String, platform: String) -> PlatformError {
        PlatformError(
            .marketplaceNoBuild,
            "The node \"\(node)\" \(version) has no library for \(platform) and this version of Millrace.")
    }

    static func installed(node: String, version: String) -> PlatformError {
        PlatformError(
            .marketplaceInstalled,
            "The node \"\(node)\" is already installed, in version \(version). Update it to change the version.")
    }

    /// - Parameter installed: The packages that are.
    static func notInstalled(_ node: String, among installed: [String]) -> PlatformError {
        PlatformError(
            .marketplaceNotInstalled,
            "The node \"\(node)\" is not installed.\(NearestName.hint(for: node, among: installed))")
    }

    /// A requested version that is not newer than the installed one.
    static func notNewer(node: String, version: String, installed: String) -> PlatformError {
        PlatformError(
            .marketplaceNotNewer,
            "The node \"\(node)\" is at version \(installed); \(version) is not newer. Roll back with POST "
                + "/api/marketplace/rollback.")
    }

    /// A version to roll back to that is not older than the installed one.
    static func notOlder(node: String, version: String, installed: String) -> PlatformError {
        PlatformError(
            .marketplaceNoPrevious,
            "The node \"\(node)\" is at version \(installed), and \(version) is not an older one. Update with POST "
                + "/api/marketplace/update.")
    }

    static func withdrawn(node: String, version: String, _ reason: String) -> PlatformError {
        PlatformError(
            .marketplaceWithdrawn,
            "The version \(version) of the node \"\(node)\" has been withdrawn: \"\(reason)\". Choose another version.")
    }

    static func noPrevious(_ node: String) -> PlatformError {
        PlatformError(.marketplaceNoPrevious, "The node \"\(node)\" has no previous version to roll back to.")
    }

    static func inUse(node: String, _ uses: [NodeUse]) -> PlatformError {
        PlatformError(
            .marketplaceInUse,
            "\(uses.count) workflow\(uses.count == 1 ? " uses" : "s use") the node \"\(node)\": "
                + uses.prefix(5).map { "\"\($0.name)\"" }.joined(separator: ", ")
                + (uses.count > 5 ? " and others" : "")
                + ". Their stored versions would no longer compile. Send \"force\": true to uninstall it anyway.",
            details: uses.map { use in
                Diagnostic(
                    code: ErrorCode.marketplaceInUse.rawValue,
                    message: "The workflow \"\(use.name)\" uses \"\(node)\" "
                        + use.versions.sorted().joined(separator: ", "), pointer: "/workflows/\(use.workflow)")
            })
    }

    /// A package whose provider is in use.
    static func providerInUse(package: String, _ uses: [ConnectionUse]) -> PlatformError {
        func name(_ use: ConnectionUse) -> String {
            let workflows = use.workflows.map { "\"\($0)\"" }.joined(separator: ", ")
            return "\"\(use.name)\" to \(use.provider)" + (workflows.isEmpty ? "" : " (deployed there: \(workflows))")
        }
        return PlatformError(
            .marketplaceProviderInUse,
            "\(uses.count) connection\(uses.count == 1 ? " uses a provider" : "s use providers") of the package \"\(package)\": "
                + uses.prefix(5).map(name).joined(separator: ", ") + (uses.count > 5 ? " and others" : "")
                + ". Take down what is deployed there, and delete the connections first.",
            details: uses.map {
                Diagnostic(
                    code: ErrorCode.marketplaceProviderInUse.rawValue, message: "The connection \(name($0))",
                    pointer: "/connections/\($0.connection)")
            })
    }

    /// A package that contributes what is there already.
    static func contributed(package: String, _ what: String, by owner: String) -> PlatformError {
        PlatformError(
            .marketplaceConflict,
            "\(owner) already contributes \(what), and the package \"\(package)\" would, too. Uninstall the other one "
                + "first, or choose another package.")
    }

    /// A package with a storage, which is the whole server's.
    static func forServer(_ package: String) -> PlatformError {
        PlatformError(
            .marketplaceForServer,
            "The package \"\(package)\" has a storage, which keeps the data of all organizations. The operator installs it with "
                + "millrace storage install, on the server.")
    }

    /// A change that only those who answer for the organization make.
    static func ownerOnly(_ contents: PackageContents) -> PlatformError {
        let kinds = contents.kinds.filter { $0 != .node }.map(\.rawValue).joined(separator: " and ")
        return PlatformError(
            .authRole,
            "The package has a \(kinds), which receives credentials and requests of the whole organization. Use a session of an "
                + "owner, or a key of the whole organization.")
    }

    /// A registry that does not respond.
    static func unavailable(_ error: RegistryError) -> PlatformError {
        PlatformError(error.code, "\(error) Nothing was changed; try again later.", kind: .unavailable)
    }

    /// A package that is not what the registry declares; nothing of it is kept.
    static func refused(_ error: RegistryError) -> PlatformError {
        PlatformError(error.code, "\(error) Nothing was installed.", kind: .unprocessable)
    }

    /// A library that cannot be loaded; nothing of it is kept.
    static func unloadable(_ refusal: PluginRefusal) -> PlatformError {
        PlatformError(
            PluginFailure(code: refusal.code, message: refusal.reason),
            "The library cannot be loaded: \(refusal.reason) Nothing was installed.", kind: .unprocessable)
    }
}
