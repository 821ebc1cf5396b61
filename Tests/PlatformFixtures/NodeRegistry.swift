import Foundation
import Hummingbird
import JSON
import Logging
import Marketplace
import Platform
import PluginHost
import PluginMessages
import TestSupport

/// A signed registry of real libraries: nodes for one target that are compiled from C.
package struct NodeRegistry: Sendable {
    package let key = SigningKey()
    package let folder: TemporaryFolder
    private let target: String

    package var root: String { folder.url.appending(path: "registry").path }
    /// Of `millrace serve`, to take nodes from it.
    package var arguments: [String] { ["--registry", root, "--trusted-key", key.publicKey.text] }
    package var check: PackageCheck { PackageCheck(trusted: [key.publicKey]) }

    /// Whose registry it takes, and that everything is taken from it.
    package var settings: MarketplaceSettings { MarketplaceSettings(registries: [RegistrySource(root)], check: check) }

    /// - Parameter nodes: Ids with their versions.
    package init(
        _ nodes: KeyValuePairs<String, [String]> = ["postcard": ["1.0.0", "1.1.0"]], target: String = "here"
    ) async throws {
        folder = try TemporaryFolder()
        self.target = target
        try await build(nodes)
    }

    /// Makes the registry anew.
    package func build(_ nodes: KeyValuePairs<String, [String]>) async throws {
        var plugins: [LoadedPlugin] = []
        for (id, versions) in nodes {
            for version in versions { plugins.append(try await plugin(id, version)) }
        }
        _ = try RegistryBuilder(sdk: "0.0.0", key: key).build(plugins, to: root)
    }

    private func plugin(_ id: String, _ version: String) async throws -> LoadedPlugin {
        let manifest = Manifest(
            id: id, name: id, version: version,
            nodes: [
                NodeDefinition(
                    id: id, name: id.capitalized, version: version, description: "A node of the tests.",
                    category: "Tests", configSchema: [ConfigField("text", .string, label: "Text")],
                    providers: [target])
            ],
            templates: [
                NodeTemplate(
                    node: id, version: version, target: target,
                    source: "export default async (env, params) => ({ said: params.text, by: \"\(version)\" });")
            ])
        let library = try await library(manifest, named: "\(id)-\(version)")
        // Beside it, of it alone.
        try Data("# \(version)\n".utf8).write(to: URL(filePath: "\(library.dropLast(".so".count)).CHANGELOG.md"))
        return LoadedPlugin(path: library, manifest: manifest, connection: FakeProvider())
    }

    /// Adds packages of any kind, by their manifests, whose libraries answer with the version of their plugin.
    package func publish(_ manifests: [Manifest], signedBy publisher: SigningKey? = nil) async throws {
        for manifest in manifests {
            let library = try await library(
                manifest, named: "\(manifest.id)-\(manifest.version)", of: "packed.c", version: manifest.version)
            let package = folder.url.appending(path: "package").path
            _ = try RegistryBuilder(sdk: "0.0.0", key: publisher ?? key, replacesKey: true).build(
                [LoadedPlugin(path: library, manifest: manifest, connection: FakeProvider())], to: package)
            _ = try await RegistryPublisher(folder: root, key: key).publish(package)
        }
    }

    /// A plugin with a provider and an endpoint.
    package static func provider(
        _ version: String, id: String = "packed", accepts target: String = "here", nodes: [NodeDefinition] = [],
        permissions: PluginPermissions? = PluginPermissions(hosts: ["api.packed.example"])
    ) -> Manifest {
        Manifest(
            id: id, name: "Packed", version: version, description: "A provider of the tests.", nodes: nodes,
            templates: nodes.flatMap { node in
                node.providers.map { NodeTemplate(node: node.id, version: node.version, target: $0, source: source) }
            },
            providers: [
                ProviderDefinition(
                    id: id, name: "Packed", description: "Deploys to a file.", accepts: [target],
                    credentialSchema: [ConfigField("apiToken", .secret, label: "API token", required: true)],
                    capabilities: [.verify, .deploy, .takedown, .trigger, .run])
            ],
            resources: [ResourceEndpoint("who", .get, "\(id)/who", summary: "Tells its version.")],
            permissions: permissions)
    }

    private static let source = "export default async (env, params) => ({ said: params.text });"

    /// Compiles a library that tells a manifest.
    /// - Parameter version: What the fixture answers with, if it does.
    package func library(
        _ manifest: Manifest, named name: String, of fixture: String = "node.c", version: String = ""
    ) async throws -> String {
        let text = JSONValue.string(try JSONValue(encoding: manifest).text).text
        try folder.write("#define MANIFEST \(text)\n", to: "\(name)/manifest.h")
        let library = folder.url.appending(path: "\(name)/\(name).so").path
        let output = try await Command(
            "clang",
            [
                "-shared", "-fPIC", "-D_GNU_SOURCE", "-DVERSION=\"\(version)\"", "-o", library, "-I",
                folder.url.appending(path: name).path,
                "-I", PackageRoot.url.appending(path: "Core/PluginABI/include").path,
                PackageRoot.fixture("plugins/\(fixture)").path,
            ]
        ).run()
        guard output.status == 0 else { throw BuildFailure(output: output.stderr) }
        return library
    }

    package struct BuildFailure: Error {
        let output: String
    }

    /// Puts other bytes in a package's place.
    package func replace(_ node: String, _ version: String, with bytes: Data) throws {
        try bytes.write(
            to: URL(filePath: "\(root)/\(node)/\(version)/\(RegistryBuilder.platform)/plugin.so"))
    }
}
