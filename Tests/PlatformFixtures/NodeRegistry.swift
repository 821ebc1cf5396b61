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
        return LoadedPlugin(
            path: try await library(manifest, named: "\(id)-\(version)"), manifest: manifest,
            connection: FakeProvider())
    }

    /// Compiles a library that tells a manifest.
    package func library(_ manifest: Manifest, named name: String) async throws -> String {
        let text = JSONValue.string(try JSONValue(encoding: manifest).text).text
        try folder.write("#define MANIFEST \(text)\n", to: "\(name)/manifest.h")
        let library = folder.url.appending(path: "\(name)/\(name).so").path
        let output = try await Command(
            "clang",
            [
                "-shared", "-fPIC", "-o", library, "-I", folder.url.appending(path: name).path,
                "-I", PackageRoot.url.appending(path: "Core/PluginABI/include").path,
                PackageRoot.fixture("plugins/node.c").path,
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
