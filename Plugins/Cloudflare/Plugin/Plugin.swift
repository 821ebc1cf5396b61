import CloudflareRuntime
import PluginKit
import WorkerBundler
import WorkerCompiler

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    PluginDefinition(
        id: "cloudflare", name: "Cloudflare", version: MillraceRelease.version,
        description: "Workflows and functions on Cloudflare Workers.", author: "Millrace", license: "Apache-2.0",
        providers: [CloudflareProvider.self], resources: [CloudflareResources.self],
        settings: APISettings.declarations + WorkerCompiler.settings + WorkerBundler.settings
    ).start(host)
}
