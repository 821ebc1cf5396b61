import Crypto
import FoundationEssentials
import JSON
import PluginMessages
import Values

/// Makes the one module of a deploy: the compiled code as it is or, where it uses packages of npm, with them in it.
package struct WorkerBundler: Sendable {
    private let npm: NPM
    private let esbuild: EsbuildBundle
    /// Locks by what was asked for, and bundles by lock and code; `nil` keeps nothing.
    private let cache: BundleCache?

    /// What a plugin that bundles declares, besides `ESBUILD`.
    package static let settings = [
        SettingDefinition(
            "NPM", .command, default: "npm", description: "The npm that installs the packages that code imports.",
            isOptional: true),
        SettingDefinition(
            "NPM_REGISTRY", .url, description: "The registry to install npm packages from, instead of npm's own."),
    ]

    /// - Parameters:
    ///   - settings: The plugin's, of ``settings``, and `ESBUILD`.
    ///   - folder: Where packages and bundles are cached; `nil` caches nothing.
    package init(settings: [String: String], folder: String?) {
        npm = NPM(
            executable: settings["NPM"] ?? "npm", registry: settings["NPM_REGISTRY"],
            downloads: folder.map { "\($0)/npm/downloads" })
        esbuild = EsbuildBundle(executable: settings["ESBUILD"] ?? "esbuild")
        cache = folder.map { BundleCache(folder: "\($0)/npm") }
    }

    /// - Throws: `worker.npm…`, `worker.bundle`.
    package func module(of artifact: Artifact) async throws(PluginFailure) -> BundledModule {
        if artifact.dependencies.isEmpty, let module = artifact.javaScript { return BundledModule(code: module) }
        let manifest = Self.manifest(artifact.dependencies)
        let asked = Self.digest([npm.registry ?? "", manifest])
        let lock = cache?.lock(asked)
        if let lock, let bundle = cache?.bundle(Self.digest([lock, artifact.source])) {
            return BundledModule(output: bundle)
        }
        do {
            return BundledModule(output: try await build(artifact, manifest, asked: asked, lock: lock))
        } catch let failure as PluginFailure { throw failure } catch {
            throw PluginFailure(code: "worker.bundle", message: "The code cannot be bundled: \(error)")
        }
    }

    /// What the code is called where it is bundled.
    package static let source = "worker.ts"

    /// In a folder that is gone afterwards.
    private func build(
        _ artifact: Artifact, _ manifest: String, asked: String, lock: String?
    ) async throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "millrace-npm-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(manifest.utf8).write(to: folder.appending(path: "package.json"))
        if let lock { try Data(lock.utf8).write(to: folder.appending(path: "package-lock.json")) }
        var resolved = lock ?? ""
        if !artifact.dependencies.isEmpty {
            try await npm.install(in: folder.path, isLocked: lock != nil)
            resolved = String(
                decoding: try Data(contentsOf: folder.appending(path: "package-lock.json")), as: UTF8.self)
        }
        try Data(artifact.source.utf8).write(to: folder.appending(path: Self.source))
        let module = try await esbuild.bundle(Self.source, in: folder.path)
        if !artifact.dependencies.isEmpty {
            cache?.keep(lock: resolved, asked)
            cache?.keep(bundle: module, Self.digest([resolved, artifact.source]))
        }
        return module
    }

    /// The same for the same packages, whatever their order.
    private static func manifest(_ dependencies: [Dependency]) -> String {
        let ranges = dependencies.sorted { $0.name < $1.name }.map { ($0.name, JSONValue.string($0.range)) }
        return JSONValue.object([
            "name": "worker", "private": true, "type": "module", "dependencies": .object(JSONObject(ranges)),
        ]).text
    }

    private static func digest(_ texts: [String]) -> String {
        var hash = SHA256()
        for text in texts { hash.update(data: Data("\(text.utf8.count):\(text)".utf8)) }
        return Hex.text(hash.finalize().prefix(16))
    }
}
