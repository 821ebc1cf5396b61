import ArgumentParser
import PluginHost

/// `millrace plugin-host`: what the server starts for a plugin in a process of its own. It is not for people.
struct PluginHostCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugin-host", abstract: "Serves one plugin to the server that started it.", shouldDisplay: false)

    @Argument var library: String

    @Option var memoryLimit: Int

    func run() async throws { await PluginServer().run(library: library, memoryLimit: memoryLimit) }
}
