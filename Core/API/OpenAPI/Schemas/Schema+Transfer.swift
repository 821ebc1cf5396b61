import JSON
import Platform
import PluginMessages

/// Projects as files. What a file may hold in detail is the importer's to say: it tells all problems at once.
extension Schema {
    static let projectFile = Schema.object([
        "format": .choice([ProjectFile.format]),
        "formatVersion": Schema.whole(ProjectFile.formatVersion...ProjectFile.formatVersion).example(1),
        "project": Schema.map().note("`name`, `slug`, `description` and `envVars`.")
            .example(["name": "My project", "slug": "my-project", "description": "", "envVars": []]),
        "workflows": Schema.list(of: .map()).note(
            "Each with `id`, `name`, `description`, `kind`, `triggerCode`, `dependencies`, `deployConfig`, `envVars`, "
                + "`deployConfigs` of single connections, which have `connection` (`provider` and `name`) and `config`, and "
                + "`versions`, which have `number`, `locked` and `ir`."
        ).example([]),
    ]).named("ProjectFile")

    static let importedProject = Schema.object([
        "project": Project.shape.schema,
        "workflows": .list(of: .object(["id": .id, "importedId": .text, "name": .name])).example([]),
        "secretsToSet": Schema.list(of: .object(["name": .variableName, "workflowId": .id.orNull])).note(
            "Secrets to set: a project file contains no secret values."
        ).example([]),
        "warnings": Schema.list(of: .detail).note(
            "References to resources outside the file, deploy configurations of unknown connections, and compiler "
                + "warnings."
        )
        .example([]),
    ]).named("ImportedProject")
}
