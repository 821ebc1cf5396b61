import JSON
import Platform
import PluginMessages

/// A project file. The import checks its content and reports all problems at once.
struct ImportProject: JSONBody {
    static let schema = Schema.object([
        "format": .choice([ProjectFile.format]).note("Identifies the file as a project file."),
        "formatVersion": Schema.whole(ProjectFile.formatVersion...ProjectFile.formatVersion)
            .note("The version of the format.").example(1),
        "project": Schema.map().note("As in `ProjectFile`.")
            .example(["name": "My project", "slug": "my-project", "description": "", "envVars": []]),
        "workflows": Schema.list(of: .map()).note("As in `ProjectFile`.").example([]),
    ]).named("NewProjectFile")

    let file: JSONValue

    init(from decoder: any Decoder) throws { file = try JSONValue(from: decoder) }
}

extension ImportedProject {
    static let shape = Shape<ImportedProject>("ImportedProject") {
        Member("project", Project.shape, \.project, "The project that was created.")
        Member(
            "workflows", .list(of: workflow).example([]), \.workflows,
            "The workflows that were created, in the order of the file.")
        Member(
            "secretsToSet", .list(of: secret).example([]), \.secrets,
            "Secrets to set: a project file contains no values of secrets.")
        Member(
            "warnings", .list(of: Diagnostic.problemShape).example([]), \.warnings,
            "References to resources outside the file, deploy configurations of unknown connections, and compiler "
                + "warnings."
        )
    }

    private static let workflow = Shape<ImportedProject.Workflow> {
        Member("id", .id, \.id, "The new workflow's id.")
        Member("importedId", .text, \.oldID, "Its id in the file.")
        Member("name", .text(.name), \.name, "The workflow's name.")
    }

    private static let secret = Shape<ImportedProject.Secret> {
        Member("name", .text(.variableName), \.name, "The name of the variable.")
        Member(
            "workflowId", .id, nullable: \.workflow,
            "The workflow that the variable belongs to; `null` for a variable of the project.")
    }
}
