import Errors
import Foundation
import Logging
import Marketplace
import PlatformFixtures
import PluginHost
import PluginMessages
import TestSupport
import Testing

@Suite("Libraries of packages against what their index says", .timeLimit(.minutes(5)))
struct PackageInspectorTests {
    private let inspector = PackageInspector(
        PluginHost(
            configuration: .init(
                locations: [], dataDirectory: nil, settings: PluginSettings(), hostVersion: "0.0.0",
                executable: BuildProducts.millrace.path, patience: .seconds(60)),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))

    /// Builds a package whose index describes one plugin, and whose library is another's or none.
    private func pack(_ described: Manifest, library: Manifest?, in registry: NodeRegistry) async throws -> String {
        var path = try registry.folder.write("no library", to: "none/\(UUID().uuidString).so").path
        if let library {
            path = try await registry.library(
                library, named: UUID().uuidString, of: "packed.c", version: library.version)
        }
        let folder = registry.folder.url.appending(path: "package-\(UUID().uuidString)").path
        _ = try RegistryBuilder(sdk: "0.0.0", key: registry.key).build(
            [LoadedPlugin(path: path, manifest: described, connection: FakeProvider())], to: folder)
        return folder
    }

    private func verify(_ folder: String, _ registry: NodeRegistry) async throws -> [String] {
        let source = RegistrySource(folder)
        return try await source.index().problems(in: source, registry.check, inspector: inspector).map(\.code.rawValue)
    }

    @Test("What contributes something else, asks for more, or is no library is neither verified nor published")
    func others() async throws {
        let registry = try await NodeRegistry(["postcard": ["1.0.0"]])
        let told = NodeRegistry.provider("1.0.0")
        let anywhere = NodeRegistry.provider("1.0.0", permissions: nil)
        let cases: [(library: Manifest?, code: ErrorCode)] = [
            (NodeRegistry.provider("1.0.0", id: "other"), .packageContent),
            (NodeRegistry.provider("1.0.1"), .packageContent), (anywhere, .packageContent), (nil, .packageUnfit),
        ]
        for (library, code) in cases {
            let folder = try await pack(told, library: library, in: registry)
            #expect(try await verify(folder, registry) == [code.rawValue])
            let publisher = RegistryPublisher(folder: registry.root, key: registry.key, inspector: inspector)
            let error = await #expect(throws: RegistryError.self) { try await publisher.publish(folder) }
            #expect(error?.code == code, "\(error.map { "\($0)" } ?? "none")")
        }
        #expect(try await RegistrySource(registry.root).index().all.map(\.id) == ["postcard"])
    }

    @Test("What is as its index says is verified and published")
    func fitting() async throws {
        let registry = try await NodeRegistry(["postcard": ["1.0.0"]])
        #expect(try await verify(registry.root, registry) == [])
        let told = NodeRegistry.provider("1.0.0")
        let folder = try await pack(told, library: told, in: registry)
        let publisher = RegistryPublisher(folder: registry.root, key: registry.key, inspector: inspector)
        #expect(try await publisher.publish(folder) == ["packed 1.0.0"])
        #expect(try await verify(registry.root, registry) == [])
    }

    @Test("A link in a package, and a library that was changed after it was packed, are not published")
    func files() async throws {
        let registry = try await NodeRegistry(["postcard": ["1.0.0"]])
        let told = NodeRegistry.provider("1.0.0")
        let linked = try await pack(told, library: told, in: registry)
        try FileManager.default.createSymbolicLink(
            atPath: "\(linked)/packed/1.0.0/key", withDestinationPath: "/etc/hostname")
        let changed = try await pack(told, library: told, in: registry)
        let library = URL(filePath: "\(changed)/packed/1.0.0/\(RegistryBuilder.platform)/plugin.so")
        try (Data(contentsOf: library).dropLast() + Data([7])).write(to: library)
        for folder in [linked, changed] {
            let publisher = RegistryPublisher(folder: registry.root, key: registry.key, inspector: inspector)
            await #expect(throws: RegistryError.self) { try await publisher.publish(folder) }
        }
        #expect(!FileManager.default.fileExists(atPath: "\(registry.root)/packed"))
    }
}
