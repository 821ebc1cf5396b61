import Marketplace
import Storage

/// What an organization has of a package, and what it uses of that.
struct PackageStanding {
    /// The current version first, then the one that was current last.
    let versions: [NodeInstallationRecord]
    private let contents: [String: PackageContents]
    let uses: [NodeUse]
    private let used: Set<PackageContents.Node>

    /// - Parameter others: What may take the place of what is there.
    init(
        _ package: String, of organization: OrganizationID, and others: PackageContents = PackageContents(),
        in database: any SQLConnection
    ) throws {
        versions = try Table(NodeInstallationRecord.self, in: database).all(of: organization, node: package)
        contents = try versions.reduce(into: [:]) { $0[$1.version] = try database.contents(of: package, $1.version) }
        let nodes = Set((contents.values.flatMap(\.nodes) + others.nodes).map(\.id)).sorted()
        (uses, used) = try database.uses(of: nodes, package: package, in: organization)
    }

    /// What versions contribute together.
    func all(of versions: [String]) -> PackageContents {
        let all = versions.compactMap { contents[$0] }
        func each<Part: Hashable>(_ parts: KeyPath<PackageContents, [Part]>) -> [Part] {
            var seen: Set<Part> = []
            return all.flatMap { $0[keyPath: parts] }.filter { seen.insert($0).inserted }
        }
        return PackageContents(
            nodes: each(\.nodes), providers: each(\.providers), endpoints: each(\.endpoints), storages: each(\.storages)
        )
    }

    /// Whether stored documents name a node that this version has and `other` has not.
    func isNeeded(_ version: String, besides other: PackageContents) -> Bool {
        contents[version]?.nodes.contains { used.contains($0) && !other.nodes.contains($0) } ?? false
    }
}
