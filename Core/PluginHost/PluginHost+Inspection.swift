import JSON
import PluginMessages

/// What libraries say of themselves before they are loaded.
extension PluginHost {
    func inspect(_ candidates: [PluginCandidate]) async -> [DiscoveredPlugin] {
        zip(candidates, await inspect(candidates.map(\.path))).map { candidate, outcome in
            DiscoveredPlugin(
                candidate: candidate,
                outcome: Result { () throws(PluginRefusal) in try Self.check(outcome.get(), of: candidate.path) })
        }
    }

    /// Reads the manifest of a library in another process; this one does not load it.
    package func inspect(_ path: String) async throws(PluginRefusal) -> CheckedManifest {
        try Self.check(await inspect([path])[0].get(), of: path)
    }

    private static func check(_ manifest: JSONValue, of path: String) throws(PluginRefusal) -> CheckedManifest {
        CheckedManifest(manifest: try ManifestReader(path: path).read(manifest), json: manifest)
    }

    private func inspect(_ paths: [String]) async -> [PluginInspection.Outcome] {
        guard let executable = configuration.executable, !paths.isEmpty else {
            return paths.map { PluginInspection(loading: $0).result }
        }
        let checker: any LibraryChecker =
            configuration.checker ?? PluginChecker(executable: executable, patience: configuration.patience)
        guard let cache = configuration.inspections else { return await checker.check(paths) }
        let known = cache.manifests(of: paths)
        let others = paths.filter { known[$0] == nil }
        guard !others.isEmpty else { return paths.compactMap { known[$0].map(PluginInspection.Outcome.success) } }
        let stamps = Dictionary(
            others.compactMap { path in LibraryStamp(of: path).map { (path, $0) } },
            uniquingKeysWith: { first, _ in first })
        let found = Dictionary(zip(others, await checker.check(others)), uniquingKeysWith: { first, _ in first })
        cache.keep(found.compactMapValues { try? $0.get() }, stamps)
        return paths.compactMap { path in known[path].map(PluginInspection.Outcome.success) ?? found[path] }
    }
}
