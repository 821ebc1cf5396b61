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
        let versions = Dictionary(grouping: installed, by: \.node).mapValues { Set($0.map(\.version)) }
        return View(
            registry: contributions.registry.limited(for: organization.text) { versions[$0]?.contains($1) == true },
            current: Dictionary(
                installed.filter(\.isCurrent).map { ($0.node, $0.version) }, uniquingKeysWith: { first, _ in first }))
    }
}
