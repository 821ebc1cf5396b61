extension RegistryIndex {
    /// Such as `45 nodes, 47 versions`, or `45 nodes, 1 other package, 48 versions`.
    package var summary: String {
        func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
        let others = (packages ?? []).isEmpty ? "" : count((packages ?? []).count, "other package") + ", "
        return count(nodes.count, "node") + ", " + others + count(all.reduce(0) { $0 + $1.versions.count }, "version")
    }

    /// Reads every package; what is wrong with them, in the order of the index.
    /// - Parameters:
    ///   - isVouchedFor: Whether a trusted key has signed the index.
    ///   - inspector: Looks into the libraries; `nil` checks their bytes only.
    package func problems(
        in source: RegistrySource, _ check: PackageCheck, isVouchedFor: Bool = false,
        inspector: PackageInspector? = nil
    ) async -> [RegistryError] {
        let rules = PublisherRules(self, isVouchedFor: isVouchedFor, ownKey: source.ownKey)
        var problems: [RegistryError] = []
        for node in all {
            for version in node.versions {
                for build in version.builds {
                    do throws(RegistryError) {
                        let bytes = try await source.package(build)
                        try check.check(bytes, node: node.id, version: version, build: build, rules)
                        try await inspector?.check(bytes, of: node.id, version, build)
                    } catch {
                        problems.append(error)
                    }
                }
            }
        }
        return problems
    }
}
