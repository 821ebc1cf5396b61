import ArgumentParser

/// `millrace workflows`
struct WorkflowsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workflows", abstract: "Manages workflows and functions.",
        subcommands: [
            WorkflowsListCommand.self, WorkflowsGetCommand.self, WorkflowsCreateCommand.self,
            WorkflowsEditCommand.self, WorkflowsMoveCommand.self, WorkflowsDeleteCommand.self,
            WorkflowsPullCommand.self, WorkflowsPushCommand.self, WorkflowsDiffCommand.self, WorkflowsTestCommand.self,
        ])
}
