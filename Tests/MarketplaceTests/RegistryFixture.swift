import Foundation
import Hummingbird
import Marketplace
import PluginHost
import PluginMessages
import ServerSupport
import TestSupport

/// A signed registry with the node `postcard` in three versions, whose libraries are plain bytes: none is loaded.
struct RegistryFixture {
    static let package = "postcard/1.0.0/\(RegistryBuilder.platform)/plugin.so"

    let key = SigningKey()
    let folder: TemporaryFolder

    var root: String { folder.url.appending(path: "registry").path }
    var source: RegistrySource { RegistrySource(root) }
    var trusting: PackageCheck { PackageCheck(trusted: [key.publicKey]) }

    init() throws {
        folder = try TemporaryFolder()
        let plugins = try ["1.0.0", "1.10.0", "1.9.0"].map { try plugin(version: $0) }
        _ = try RegistryBuilder(sdk: "0.0.0", key: key).build(plugins, to: root)
    }

    func plugin(version: String, nodes: Int = 1) throws -> LoadedPlugin {
        let file = try folder.write("The library of \(version)", to: "built/\(version).so")
        let node = NodeDefinition(
            id: "postcard", name: "Postcard", version: version, description: "Sends a postcard.", category: "Post",
            icon: "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", configSchema: [], providers: [])
        return LoadedPlugin(
            path: file.path,
            manifest: Manifest(
                id: "postcard", name: "Postcard", version: version, nodes: Array(repeating: node, count: nodes)),
            connection: SilentConnection())
    }

    /// Changes a file of the registry.
    func edit(_ path: String, _ change: (String) -> String) throws {
        let file = folder.url.appending(path: "registry/\(path)")
        try change(String(contentsOf: file, encoding: .utf8)).write(to: file, atomically: true, encoding: .utf8)
    }

    /// Serves the registry's files, as long as `body` runs.
    func serving<Result: Sendable>(
        _ body: @escaping @Sendable (_ base: String) async throws -> Result
    ) async throws -> Result {
        let router = Router()
        router.add(middleware: FileMiddleware(root))
        return try await LoopbackServer(router: router).serving(body)
    }
}
