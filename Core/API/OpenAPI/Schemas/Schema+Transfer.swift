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
            "Secrets, whose values no file has: they are made when they are set."
        ).example([]),
        "warnings": Schema.list(of: .detail).note(
            "References that point out of the file, deploy configurations of connections that are not here, and the "
                + "compiler's."
        )
        .example([]),
    ]).named("ImportedProject")
}
