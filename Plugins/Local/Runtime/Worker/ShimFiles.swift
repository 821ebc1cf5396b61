import Crypto
import Foundation
import JSON
import PluginMessages

/// The TypeScript that runs deployed programs, as files that Deno can load.
///
/// All but what programs import by name is bundled into one module without exports: a program can import any module
/// that is loaded already, whatever its permissions, and must not get hold of the parts of this one.
package struct ShimFiles: Sendable {
    let folder: URL

    package init(folder: URL) { self.folder = folder }

    /// Writes the files when they are not there as they should be.
    /// - Parameter esbuild: A name on the search path, or a path.
    /// - Throws: `local.esbuild.missing`, or when the files cannot be written.
    package func write(esbuild: String) async throws {
        let files = FileManager.default
        try files.createDirectory(at: folder, withIntermediateDirectories: true)
        if !isCurrent {
            let bundle = try await ShimBundle(executable: esbuild).make(
                Self.contents, external: Array(Self.platformModules.values))
            try Data((Self.head + bundle).utf8).write(to: main, options: .atomic)
        }
        for name in Self.platformModules.values {
            let data = Data(Self.contents[name] ?? [])
            let file = folder.appending(path: name)
            if (try? Data(contentsOf: file)) != data { try data.write(to: file, options: .atomic) }
        }
        // Beside what it names, so that the folder can be moved.
        let imports = JSONObject(
            Self.platformModules.sorted { $0.key < $1.key }.map { ($0.key, .string("./\($0.value)")) })
        try Data(JSONValue.object(["imports": .object(imports)]).bytes).write(to: importMap, options: .atomic)
        let kept = Set(Self.platformModules.values).union([main.lastPathComponent, importMap.lastPathComponent])
        for name in try files.contentsOfDirectory(atPath: folder.path) where !kept.contains(name) {
            try files.removeItem(at: folder.appending(path: name))
        }
    }

    private var isCurrent: Bool {
        guard let data = try? Data(contentsOf: main) else { return false }
        return data.starts(with: Data(Self.head.utf8))
    }

    var main: URL { folder.appending(path: "main.ts") }
    var importMap: URL { folder.appending(path: "imports.json") }

    /// The modules that a deployed program may import by name.
    package var imports: [String: URL] { Self.platformModules.mapValues { folder.appending(path: $0) } }

    static let platformModules = [
        "cloudflare:workers": "cloudflare-workers.ts", "cloudflare:workflows": "cloudflare-workflows.ts",
    ]

    /// Changes with the sources.
    var version: String { Self.head }

    /// The first line of the bundle: which sources it is made of.
    private static let head: String = {
        var digest = SHA256()
        for (name, bytes) in contents.sorted(by: { $0.key < $1.key }) {
            digest.update(data: Array("\(name) \(bytes.count) ".utf8) + bytes)
        }
        return "// \(digest.finalize().map { String($0, radix: 36) }.joined(separator: "-"))\n"
    }()

    package static let contents: [String: [UInt8]] = [
        "activity.ts": PackageResources.activity_ts,
        "analytics.ts": PackageResources.analytics_ts,
        "tokens.ts": PackageResources.tokens_ts,
        "bindings.ts": PackageResources.bindings_ts,
        "bytes.ts": PackageResources.bytes_ts,
        "calls.ts": PackageResources.calls_ts,
        "channel.ts": PackageResources.channel_ts,
        "clone.ts": PackageResources.clone_ts,
        "cloudflare-workers.ts": PackageResources.cloudflare_workers_ts,
        "cloudflare-workflows.ts": PackageResources.cloudflare_workflows_ts,
        "d1.ts": PackageResources.d1_ts,
        "duration.ts": PackageResources.duration_ts,
        "egress.ts": PackageResources.egress_ts,
        "entrypoint.ts": PackageResources.entrypoint_ts,
        "failures.ts": PackageResources.failures_ts,
        "handlers.ts": PackageResources.handlers_ts,
        "headers.ts": PackageResources.headers_ts,
        "http.ts": PackageResources.http_ts,
        "kv.ts": PackageResources.kv_ts,
        "logs.ts": PackageResources.logs_ts,
        "main.ts": PackageResources.main_ts,
        "message-batch.ts": PackageResources.message_batch_ts,
        "messages.ts": PackageResources.messages_ts,
        "network.ts": PackageResources.network_ts,
        "node-modules.ts": PackageResources.node_modules_ts,
        "paths.ts": PackageResources.paths_ts,
        "primordials.ts": PackageResources.primordials_ts,
        "queue.ts": PackageResources.queue_ts,
        "r2-checksum.ts": PackageResources.r2_checksum_ts,
        "r2-object.ts": PackageResources.r2_object_ts,
        "r2-upload.ts": PackageResources.r2_upload_ts,
        "r2.ts": PackageResources.r2_ts,
        "run.ts": PackageResources.run_ts,
        "runtime.ts": PackageResources.runtime_ts,
        "service-binding.ts": PackageResources.service_binding_ts,
        "sockets.ts": PackageResources.sockets_ts,
        "step.ts": PackageResources.step_ts,
        "streams.ts": PackageResources.streams_ts,
        "use.ts": PackageResources.use_ts,
        "values.ts": PackageResources.values_ts,
        "web.ts": PackageResources.web_ts,
        "workflow-binding.ts": PackageResources.workflow_binding_ts,
    ]
}
