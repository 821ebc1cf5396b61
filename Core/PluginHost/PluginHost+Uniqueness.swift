import PluginMessages

/// What only one plugin may contribute.
extension PluginHost {
    static func checkUnique(_ plugin: LoadedPlugin, among others: [LoadedPlugin]) throws(PluginRefusal) {
        func refuse(_ what: String, _ other: LoadedPlugin) -> PluginRefusal {
            PluginRefusal(
                path: plugin.path, code: .pluginDuplicate, reason: "\(what) is already loaded from \(other.path).")
        }
        for other in others {
            if other.manifest.id == plugin.manifest.id, other.manifest.version == plugin.manifest.version {
                throw refuse("The plugin \"\(plugin.manifest.id)\" \(plugin.manifest.version)", other)
            }
            if plugin.impersonates(other) || other.impersonates(plugin) {
                throw refuse("Another plugin with the id \"\(plugin.manifest.id)\"", other)
            }
            if plugin.isOtherVersion(of: other) { continue }
            for node in plugin.manifest.nodes
            where other.manifest.nodes.contains(where: { $0.id == node.id && $0.version == node.version }) {
                throw refuse("The node \"\(node.id)\" \(node.version)", other)
            }
            // Accounts have the secrets of who entered them: no other plugin says where those are sent.
            for type in plugin.manifest.credentialTypes ?? []
            where other.manifest.id != plugin.manifest.id
                && other.manifest.credentialTypes?.contains(where: { $0.id == type.id }) == true
            {
                throw refuse("The type of credentials \"\(type.id)\"", other)
            }
            // Who installs two packages that provide the same is told then: organizations have nothing to do with each other.
            if plugin.isPackage, other.isPackage { continue }
            if let endpoint = Resource.conflict(of: plugin.manifest.resources, with: other.manifest.resources) {
                throw refuse("The endpoint \(endpoint.method.rawValue) \(endpoint.path)", other)
            }
            for provider in plugin.manifest.providers
            where other.manifest.providers.contains(where: { $0.id == provider.id }) {
                throw refuse("The provider \"\(provider.id)\"", other)
            }
        }
    }
}

extension LoadedPlugin {
    fileprivate var isPackage: Bool { if case .package = origin { true } else { false } }

    /// Whether organizations have either this one or the other.
    fileprivate func isOtherVersion(of other: LoadedPlugin) -> Bool {
        guard case .package(let id, let version) = origin, case .package(id, let otherVersion) = other.origin else {
            return false
        }
        return version != otherVersion
    }
}
