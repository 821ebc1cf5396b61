import Marketplace
import PluginMessages
import Values

/// What registries offer, for advice to who named something that is not installed.
struct OfferedPackages: Sendable {
    let registries: Registries

    /// Advice is not worth a longer wait.
    private static let patience = Duration.seconds(2)

    /// The packages that contribute parts, by part.
    /// - Parameter parts: The ids of a kind of them.
    func packages(by parts: KeyPath<PackageContents, [String]> & Sendable) async -> [String: String] {
        var packages: [String: String] = [:]
        for offer in await offers() {
            for part in offer.latest?.contents(of: offer.id)[keyPath: parts] ?? [] where packages[part] == nil {
                packages[part] = offer.id
            }
        }
        return packages
    }

    /// As far as registries respond soon.
    private func offers() async -> [RegistryIndex.Node] {
        await withTaskGroup(of: [RegistryIndex.Node]?.self) { group in
            group.addTask { await registries.offers().map(\.node) }
            group.addTask {
                try? await Task.sleep(for: Self.patience)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next().flatMap(\.self) ?? []
        }
    }
}

extension PackageContents {
    var nodeTypes: [String] { nodes.map(\.id) }
}
