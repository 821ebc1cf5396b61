import ArgumentParser
import Errors
import Foundation

/// The executable.
@main
struct Millrace: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "millrace", abstract: "Compiles workflows, deploys them and follows their runs.",
        version: version,
        subcommands: [
            ServeCommand.self, CompileCommand.self, RunsCommand.self, RegistryCommand.self, PeopleCommand.self,
            KeysCommand.self, StorageCommand.self, BackupCommand.self, OpenAPICommand.self, RestoreCommand.self,
            DoctorCommand.self,
            PluginCommand.self,
            PluginHostCommand.self,
        ])

    static let version = "0.1.0"

    /// Exits with the status of the error's kind.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            let error = FileProblem(error) ?? error
            guard let status = CommandStatus(error) else { exit(withError: error) }
            try? FileHandle.standardError.write(contentsOf: Data("Error: \(error)\n".utf8))
            Foundation.exit(status.rawValue)
        }
    }
}
