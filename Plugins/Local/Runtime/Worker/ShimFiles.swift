import Foundation

/// The TypeScript that runs deployed programs, as files that Deno can load.
package struct ShimFiles: Sendable {
    let folder: URL

    package init(folder: URL) { self.folder = folder }

    /// Writes the files when they are not there as they should be.
    package func write() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, bytes) in Self.contents {
            let file = folder.appending(path: name)
            let data = Data(bytes)
            if (try? Data(contentsOf: file)) != data { try data.write(to: file, options: .atomic) }
        }
    }

    var main: URL { folder.appending(path: "main.ts") }

    /// The modules that a deployed program may import by name.
    package var imports: [String: URL] {
        [
            "cloudflare:workers": folder.appending(path: "cloudflare-workers.ts"),
            "cloudflare:workflows": folder.appending(path: "cloudflare-workflows.ts"),
        ]
    }

    private static let contents: [String: [UInt8]] = [
        "activity.ts": PackageResources.activity_ts,
        "analytics.ts": PackageResources.analytics_ts,
        "bindings.ts": PackageResources.bindings_ts,
        "bytes.ts": PackageResources.bytes_ts,
        "calls.ts": PackageResources.calls_ts,
        "channel.ts": PackageResources.channel_ts,
        "cloudflare-workers.ts": PackageResources.cloudflare_workers_ts,
        "cloudflare-workflows.ts": PackageResources.cloudflare_workflows_ts,
        "d1.ts": PackageResources.d1_ts,
        "duration.ts": PackageResources.duration_ts,
        "egress.ts": PackageResources.egress_ts,
        "entrypoint.ts": PackageResources.entrypoint_ts,
        "failures.ts": PackageResources.failures_ts,
        "handlers.ts": PackageResources.handlers_ts,
        "http.ts": PackageResources.http_ts,
        "kv.ts": PackageResources.kv_ts,
        "logs.ts": PackageResources.logs_ts,
        "main.ts": PackageResources.main_ts,
        "message-batch.ts": PackageResources.message_batch_ts,
        "messages.ts": PackageResources.messages_ts,
        "network.ts": PackageResources.network_ts,
        "node-modules.ts": PackageResources.node_modules_ts,
        "queue.ts": PackageResources.queue_ts,
        "r2-checksum.ts": PackageResources.r2_checksum_ts,
        "r2-object.ts": PackageResources.r2_object_ts,
        "r2-upload.ts": PackageResources.r2_upload_ts,
        "r2.ts": PackageResources.r2_ts,
        "run.ts": PackageResources.run_ts,
        "runtime.ts": PackageResources.runtime_ts,
        "service-binding.ts": PackageResources.service_binding_ts,
        "step.ts": PackageResources.step_ts,
        "streams.ts": PackageResources.streams_ts,
        "use.ts": PackageResources.use_ts,
        "values.ts": PackageResources.values_ts,
        "workflow-binding.ts": PackageResources.workflow_binding_ts,
    ]
}
