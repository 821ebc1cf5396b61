import ArgumentParser

/// `millrace runs`
struct RunsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "Follows and controls runs.",
        subcommands: [
            RunsListCommand.self, RunsGetCommand.self, RunsWatchCommand.self, RunsLogsCommand.self,
            RunsPauseCommand.self,
            RunsResumeCommand.self, RunsTerminateCommand.self, RunsRestartCommand.self, RunsEventCommand.self,
            RunsDeleteCommand.self,
        ])
}
