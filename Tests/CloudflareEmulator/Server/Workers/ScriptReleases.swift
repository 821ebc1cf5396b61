import Foundation
import JSON

/// Makes versions of uploads: checked, loaded once, kept in files.
struct ScriptReleases: Sendable {
    let store: Store
    let inspector: ModuleInspector

    func folder(of version: ScriptVersion) -> URL { modules.appending(path: version.folder) }

    /// A version without bindings, and how long it took to load, in milliseconds.
    func version(of upload: ScriptUpload, script: String) async throws -> (ScriptVersion, milliseconds: Int) {
        guard
            script.wholeMatch(of: /[a-z0-9_][a-z0-9_-]{0,62}/) != nil
        else { throw APIError.invalid("Invalid Worker name: \(script)", code: 10016) }
        let etag = upload.etag
        let folder = modules.appending(path: etag)
        if !FileManager.default.fileExists(atPath: folder.path) {
            let draft = modules.appending(path: ".\(UUID().uuidString)")
            try upload.write(to: draft)
            // Another upload of the same may have been faster.
            do { try FileManager.default.moveItem(at: draft, to: folder) } catch {
                try FileManager.default.removeItem(at: draft)
            }
        }
        let clock = ContinuousClock()
        let start = clock.now
        let exports = try await inspector.exports(of: folder.appending(path: upload.mainModule), etag: etag)
        guard !exports.handlers.isEmpty || !exports.named.isEmpty else {
            throw APIError.invalid(
                "The uploaded script has no registered event handlers. Learn how to register here: "
                    + "https://developers.cloudflare.com/workers/runtime-apis/handlers/", code: 10068)
        }
        let version = ScriptVersion(
            id: .uuid(), number: 0, createdAt: .now, etag: etag, mainModule: upload.mainModule,
            modules: upload.modules.map(\.module), folder: etag, bindings: [], settings: upload.settings,
            exports: exports)
        return (version, Int(start.duration(to: clock.now) / .milliseconds(1)))
    }

    private var modules: URL { store.folder.appending(path: "modules") }
}
