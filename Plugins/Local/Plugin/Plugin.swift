import LocalRuntime
import PluginKit
import WorkerBundler
import WorkerCompiler

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    PluginDefinition(
        id: "local", name: "Local", version: MillraceRelease.version,
        description: "Runs Workers durably on this machine.",
        author: "Millrace", license: "Apache-2.0", providers: [LocalProvider.self],
        resources: [LocalResources.self],
        settings: LocalConfiguration.settings + WorkerCompiler.settings + WorkerBundler.settings
    ).start(host)
}
