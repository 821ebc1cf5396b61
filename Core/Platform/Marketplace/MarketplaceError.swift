import Marketplace
import PluginHost
import Storage

/// Why the marketplace did not do what it was asked for.
package enum MarketplaceError: Error, Sendable {
    case unknownNode(String)
    case unknownVersion(node: String, version: String, known: [String])
    /// A version without a library that this server can load.
    case noBuild(node: String, version: String, platform: String)
    case installed(node: String, version: String)
    case notInstalled(String)
    /// What is asked for is not newer than what is there.
    case notNewer(node: String, version: String, installed: String)
    case noPrevious(String)
    case inUse(node: String, [NodeUse])
    /// A registry does not answer.
    case unavailable(RegistryError)
    /// A package that is not what it should be; nothing of it is kept.
    case refused(RegistryError)
    /// A library that cannot be loaded; nothing of it is kept.
    case unloadable(PluginRefusal)
    /// A library that says it is something else than the registry.
    case otherContent(node: String, version: String, String)

    package var kind: PlatformError.Kind {
        switch self {
        case .unknownNode, .unknownVersion: .notFound
        case .installed, .notInstalled, .notNewer, .noPrevious, .inUse: .conflict
        case .unavailable: .unavailable
        case .noBuild, .refused, .unloadable, .otherContent: .unprocessable
        }
    }

    package var code: String {
        switch self {
        case .unknownNode: "marketplace.unknownNode"
        case .unknownVersion: "marketplace.unknownVersion"
        case .noBuild: "marketplace.noBuild"
        case .installed: "marketplace.installed"
        case .notInstalled: "marketplace.notInstalled"
        case .notNewer: "marketplace.notNewer"
        case .noPrevious: "marketplace.noPrevious"
        case .inUse: "marketplace.inUse"
        case .unavailable(let error), .refused(let error): error.code
        case .unloadable(let refusal): refusal.code
        case .otherContent: "package.content"
        }
    }
}

extension MarketplaceError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownNode(let id): "No registry offers a node \"\(id)\": GET /api/marketplace lists what there is."
        case .unknownVersion(let node, let version, let known):
            "There is no version \(version) of the node \"\(node)\". There are: \(known.joined(separator: ", "))."
        case .noBuild(let node, let version, let platform):
            "The node \"\(node)\" \(version) has no library for \(platform) and this version of Millrace."
        case .installed(let node, let version):
            "The node \"\(node)\" is installed already, in version \(version): update it to have another one."
        case .notInstalled(let node): "The node \"\(node)\" is not installed."
        case .notNewer(let node, let version, let installed):
            "The node \"\(node)\" is at version \(installed); \(version) is not newer. "
                + "POST /api/marketplace/rollback goes back to the version before."
        case .noPrevious(let node): "There is no earlier version of the node \"\(node)\" to go back to."
        case .inUse(let node, let uses):
            "\(uses.count) workflow\(uses.count == 1 ? " uses" : "s use") the node \"\(node)\": "
                + uses.prefix(5).map { "\"\($0.name)\"" }.joined(separator: ", ")
                + (uses.count > 5 ? " and others" : "")
                + ". Their stored versions would not compile any more; send \"force\": true to do it all the same."
        case .unavailable(let error): "\(error) Nothing was changed; try again later."
        case .refused(let error): "\(error) Nothing of it was kept."
        case .unloadable(let refusal): "The library cannot be used: \(refusal.reason) Nothing of it was kept."
        case .otherContent(let node, let version, let found):
            "The library offered as the node \"\(node)\" \(version) contains \(found). Nothing of it was kept."
        }
    }
}

/// A workflow whose stored versions have a node.
package struct NodeUse: Sendable, Hashable {
    package let workflow: WorkflowID
    package let name: String
    /// Of the node.
    package let versions: Set<String>
}
