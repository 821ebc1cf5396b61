import ArgumentParser
import BuildCommit
import Errors
import Foundation
import Values

/// The executable.
@main
struct Millrace: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "millrace", abstract: "Compiles workflows, deploys them and follows their runs.",
        discussion: "millrace --version prints the version, and the commit of a release.",
        subcommands: [
            ServeCommand.self, CheckConfigCommand.self, CompileCommand.self, RegistryCommand.self, PeopleCommand.self,
            KeysCommand.self, StorageCommand.self, BackupCommand.self, OpenAPICommand.self, RestoreCommand.self,
            DoctorCommand.self,
            PluginCommand.self,
            PluginHostCommand.self,
        ],
        groupedSubcommands: [
            CommandGroup(
                name: "Client",
                subcommands: [
                    LoginCommand.self, LogoutCommand.self, ProfilesCommand.self, WorkflowsCommand.self,
                    VersionsCommand.self, DeployCommand.self, DeploymentsCommand.self, LogsCommand.self,
                    TakedownCommand.self, TriggerCommand.self, RunsCommand.self, ConnectionsCommand.self,
                    CredentialsCommand.self,
                    VariablesCommand.self, ProjectsCommand.self, APIKeysCommand.self, MembersCommand.self,
                    WebhooksCommand.self,
                    NodesCommand.self, MarketplaceCommand.self, ResourcesCommand.self, AuditCommand.self,
                    APICommand.self, OpenCommand.self, DevCommand.self, ApplyCommand.self,
                ])
        ])

    static let version = MillraceRelease.version

    /// That a release is built from; `nil` in a development build.
    static let commit: String? = {
        let text = String(cString: millrace_build_commit())
        return text.isEmpty ? nil : text
    }()

    /// Exits with the status of the error's kind.
    static func main() async {
        // Not a flag of the parser, which would take it from every command: there it is the version of a workflow.
        guard CommandLine.arguments.dropFirst().first != "--version" else {
            return Terminal.print("\(version) (\(commit.map { "commit \($0)" } ?? "development build"))")
        }
        InstallationFolders().extendSearchPath()
        do {
            var command = try parsed()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            let told = FileProblem(error) ?? error
            if let status = ClientStatus(told) {
                Terminal.tell(ClientErrorText(told).text)
                Foundation.exit(status.rawValue)
            }
            let arguments = Array(CommandLine.arguments.dropFirst())
            if Self.exitCode(for: error) == .validationFailure || arguments.first == "help",
                let unknown = UnknownCommand(in: arguments, of: Self.self)
            {
                Terminal.tell("Error: \(unknown)\n")
                Self.exit(withError: ExitCode.validationFailure)
            }
            guard let status = CommandStatus(error) else { exit(withError: told) }
            Terminal.tell("Error: \(told)\n")
            Foundation.exit(status.rawValue)
        }
    }

    /// A command that is named first is read by itself: to prepare all others takes longer than a short one runs. What it
    /// does not read as itself, a request for its help among them, is read again by the whole parser.
    private static func parsed() throws -> any ParsableCommand {
        let arguments = CommandLine.arguments.dropFirst()
        guard let alone = configuration.subcommands.first(where: { $0.configuration.commandName == arguments.first }),
            let command = try? alone.parseAsRoot(Array(arguments.dropFirst())), type(of: command) == alone
        else { return try parseAsRoot() }
        return command
    }
}
