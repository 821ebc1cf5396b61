import PluginHost
import PluginMessages
import Storage

/// Which plugin nodes an organization has: those of the installation, and the packages that it has installed.
package struct OrganizationNodes: Sendable {
    let contributions: any Contributions
    let storage: any StorageDriver

    /// What an organization sees at one moment.
    package struct View: Sendable {
        package let registry: ContributionRegistry
        /// The version of each installed node that new work uses.
        let current: [String: String]
    }

    package func view(of organization: OrganizationID) async throws -> View {
        let installed = try await storage.read { try Table(NodeInstallationRecord.self, in: $0).all(of: organization) }
        let all = contributions.registry
        let nodes = installed.filter(\.isCurrent).flatMap { package in
            // One that is not loaded, too: its node is not one of a version that is kept.
            [(package.node, package.version)]
                + all.nodes(ofPackage: package.node, package.version).map { ($0.id, $0.version) }
        }
        return View(
            registry: all.limited(for: organization.text, Set(installed.map(InstalledPackage.init))),
            current: Dictionary(nodes, uniquingKeysWith: { $1 }))
    }
}

extension InstalledPackage {
    init(_ record: NodeInstallationRecord) {
        self.init(package: record.node, version: record.version, isCurrent: record.isCurrent)
    }
}
