import ArgumentParser

/// The executable.
@main
struct Millrace: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "millrace", abstract: "Compiles workflows, deploys them and follows their runs.",
        version: version,
        subcommands: [
            ServeCommand.self, CompileCommand.self, RunsCommand.self, RegistryCommand.self, PeopleCommand.self,
            KeysCommand.self, PluginCommand.self, PluginHostCommand.self,
        ])

    static let version = "0.1.0"
}
