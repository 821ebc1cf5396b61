import JSON
import PluginMessages

/// What libraries say of themselves before they are loaded.
extension PluginHost {
    func inspect(_ candidates: [PluginCandidate]) async -> [DiscoveredPlugin] {
        zip(candidates, await inspect(candidates.map(\.path))).map { DiscoveredPlugin(candidate: $0, outcome: $1) }
    }

    /// Reads the manifest of a library in another process; this one does not load it.
    package func inspect(_ path: String) async throws(PluginRefusal) -> CheckedManifest {
        try await inspect([path])[0].get()
    }

    private func inspect(_ paths: [String]) async -> [Result<CheckedManifest, PluginRefusal>] {
        guard let executable = configuration.executable, !paths.isEmpty else {
            return paths.map { Self.check(PluginInspection(loading: $0).result, of: $0) }
        }
        let checker: any LibraryChecker =
            configuration.checker ?? PluginChecker(executable: executable, patience: configuration.patience)
        guard let cache = configuration.inspections else {
            return zip(paths, await checker.check(paths)).map { Self.check($1, of: $0) }
        }
        let known = cache.manifests(of: paths)
        let others = paths.filter { known[$0] == nil }
        async let kept = Self.decode(known)
        let found = await check(others, by: checker, keepingIn: cache).merging(await kept) { $1 }
        return paths.compactMap { found[$0] }
    }

    /// Checks libraries that have changed, and keeps the manifests that are valid.
    private func check(
        _ paths: [String], by checker: any LibraryChecker, keepingIn cache: InspectionCache
    ) async -> [String: Result<CheckedManifest, PluginRefusal>] {
        guard !paths.isEmpty else { return [:] }
        let stamps = Dictionary(
            paths.compactMap { path in LibraryStamp(of: path).map { (path, $0) } },
            uniquingKeysWith: { first, _ in first })
        let found = Dictionary(
            zip(paths, await checker.check(paths)).map { ($0, Self.check($1, of: $0)) },
            uniquingKeysWith: { first, _ in first })
        cache.keep(found.compactMapValues { try? $0.get().json }, stamps)
        return found
    }

    private static func check(
        _ outcome: PluginInspection.Outcome, of path: String
    ) -> Result<CheckedManifest, PluginRefusal> {
        Result { () throws(PluginRefusal) in
            let json = try outcome.get()
            return CheckedManifest(manifest: try ManifestReader(path: path).read(json), json: json)
        }
    }

    /// Manifests that were valid when they were kept, each by itself: a large one takes longer than to load its library.
    private static func decode(
        _ manifests: [String: JSONValue]
    ) async -> [String: Result<CheckedManifest, PluginRefusal>] {
        await withTaskGroup { group in
            for (path, json) in manifests {
                group.addTask {
                    let decoded = Result { () throws(PluginRefusal) in
                        CheckedManifest(manifest: try ManifestReader(path: path).decode(json), json: json)
                    }
                    return (path, decoded)
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }
}
