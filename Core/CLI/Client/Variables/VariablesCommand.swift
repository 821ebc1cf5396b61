import ArgumentParser

/// `millrace variables`
struct VariablesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "variables",
        abstract: "Manages variables that all workflows of a project, or of the organization, read.",
        subcommands: [
            VariablesListCommand.self, VariablesSetCommand.self, VariablesDeleteCommand.self,
        ])
}
