import Foundation
import Hummingbird
import JSON
import Logging
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
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let logger = Logger(label: "registry") { _ in SwiftLogNoOpLogHandler() }
        let router = Router()
        router.add(middleware: FileMiddleware(root))
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) }, logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.runUntilCancelled() }
            var started = ports.makeAsyncIterator()
            let result = try await body("http://127.0.0.1:\(await started.next() ?? 0)")
            group.cancelAll()
            return result
        }
    }
}

/// A plugin that is packed and never called.
private struct SilentConnection: PluginConnection {
    func call(
        _ method: String, _ params: JSONValue, deadline: Duration,
        event: @escaping @Sendable (String, JSONValue) -> Void
    ) async throws(PluginFailure) -> JSONValue {
        throw PluginFailure(code: "plugin.silent", message: "This plugin answers nothing.")
    }
}
