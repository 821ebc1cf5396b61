import ArgumentParser

/// `millrace projects`
struct ProjectsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "projects", abstract: "Manages projects.",
        subcommands: [
            ProjectsListCommand.self, ProjectsGetCommand.self, ProjectsCreateCommand.self, ProjectsEditCommand.self,
            ProjectsDeleteCommand.self, ProjectsExportCommand.self, ProjectsImportCommand.self,
        ])
}
