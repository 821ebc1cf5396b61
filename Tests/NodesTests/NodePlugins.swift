import Foundation
import JSON
import PluginHost
import PluginMessages
import TestSupport

/// The marketplace's nodes, as the build made them.
enum NodePlugins {
    static let folder = PackageRoot.url.appending(path: "Plugins/Nodes")

    /// The folders of the nodes and their versions: those with a template.
    static let folders: [URL] = {
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
        return paths.filter { $0.hasSuffix("/template.ts") }.sorted().map {
            folder.appending(path: $0).deletingLastPathComponent()
        }
    }()

    static func manifests() throws -> [Manifest] {
        let products = try FileManager.default.contentsOfDirectory(atPath: BuildProducts.directory.path)
        return try products.filter { $0.hasPrefix("libMillraceNode") && $0.hasSuffix(".so") }.sorted().map {
            try PluginInspection(loading: BuildProducts.directory.appending(path: $0).path).result.get().decode()
        }
    }
}
