extension RegistryIndex {
    /// Such as `45 nodes, 47 versions`.
    package var summary: String {
        let versions = nodes.reduce(0) { $0 + $1.versions.count }
        return "\(nodes.count) node\(nodes.count == 1 ? "" : "s"), \(versions) version\(versions == 1 ? "" : "s")"
    }

    /// Reads every package; what is wrong with them, in the order of the index.
    /// - Parameter isVouchedFor: Whether a trusted key has signed the index.
    package func problems(
        in source: RegistrySource, _ check: PackageCheck, isVouchedFor: Bool = false
    ) async -> [RegistryError] {
        let rules = PublisherRules(self, isVouchedFor: isVouchedFor, ownKey: source.ownKey)
        var problems: [RegistryError] = []
        for node in nodes {
            for version in node.versions {
                for build in version.builds {
                    do throws(RegistryError) {
                        let bytes = try await source.package(build)
                        try check.check(bytes, node: node.id, version: version, build: build, rules)
                    } catch {
                        problems.append(error)
                    }
                }
            }
        }
        return problems
    }
}
