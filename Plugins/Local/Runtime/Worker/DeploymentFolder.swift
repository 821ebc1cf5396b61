import Foundation
import JSON

/// The files of a deployment: its module, and the import map with what it may import by name.
struct DeploymentFolder: Sendable {
    let url: URL

    var module: URL { url.appending(path: "worker.ts") }
    private static let bundle = "bundle.mjs"
    var importMap: URL { url.appending(path: "imports.json") }

    /// The files that the program consists of.
    var code: [URL] { [module, url.appending(path: Self.bundle)] }

    /// The folder is there with all files or not at all.
    /// - Parameter bundle: The module with its packages: JavaScript, which may be no TypeScript.
    func write(source: String, bundle: String? = nil, shim: ShimFiles) throws {
        let files = FileManager.default
        let draft = url.deletingLastPathComponent().appending(path: ".\(url.lastPathComponent)-\(UUID().uuidString)")
        try files.createDirectory(at: draft, withIntermediateDirectories: true)
        do {
            let imports = JSONObject(
                shim.imports.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value.absoluteString)) })
            if let bundle { try Data(bundle.utf8).write(to: draft.appending(path: Self.bundle)) }
            let exports = "export * from \"./\(Self.bundle)\";\nexport { default } from \"./\(Self.bundle)\";\n"
            try Data((bundle == nil ? source : exports).utf8)
                .write(to: draft.appending(path: module.lastPathComponent))
            try Data(JSONValue.object(["imports": .object(imports)]).bytes)
                .write(to: draft.appending(path: importMap.lastPathComponent))
            if files.fileExists(atPath: url.path) { try files.removeItem(at: url) }
            try files.moveItem(at: draft, to: url)
        } catch {
            try? files.removeItem(at: draft)
            throw error
        }
    }

    /// Succeeds if it was already removed.
    func remove() throws {
        if FileManager.default.fileExists(atPath: url.path) { try FileManager.default.removeItem(at: url) }
    }
}
