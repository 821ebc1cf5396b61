import PluginMessages

extension RegistryIndex.Version {
    /// Decides whether a library is what the index says about it, and nothing else: people have decided by that.
    /// - Parameter package: The package's id.
    /// - Throws: ``RegistryError/otherContent(package:version:_:)``
    package func check(_ manifest: Manifest, of package: String) throws(RegistryError) {
        let found = PackageContents(of: manifest)
        let expected = contents(of: package)
        // An index that does not say what a package contributes offers its node alone.
        let isAsDeclared = found == expected
        let isNamedAsDeclared =
            expected.isNode
            ? expected.nodes.first == .init(id: package, version: version)
            : manifest.id == package && manifest.version == version
        guard isAsDeclared, isNamedAsDeclared else {
            throw .otherContent(
                package: package, version: version,
                isAsDeclared ? "the plugin \"\(manifest.id)\" \(manifest.version)" : found.text)
        }
        guard manifest.permissions == permissions else {
            throw .otherContent(package: package, version: version, "other permissions than the index")
        }
        guard manifest.credentialHosts == credentialHosts ?? [] else {
            let hosts = manifest.credentialHosts.joined(separator: ", ")
            throw .otherContent(
                package: package, version: version, "credentials for \(hosts.isEmpty ? "no host" : hosts)")
        }
    }
}
