import Platform
import PluginMessages

extension ProjectFile {
    static let shape = Shape<ProjectFile>("ProjectFile") {
        Member("format", .text(.choice([format])), { _ in format }, "Identifies the file as a project file.")
        Member(
            "formatVersion", .whole(formatVersion...formatVersion), { _ in formatVersion }, "The version of the format."
        )
        Member("project", project, \.self, "The project itself.")
        Member("workflows", .list(of: Workflow.shape), \.workflows, "The oldest first.")
    }

    private static let project = Shape<ProjectFile> {
        Member("name", .text(.name), \.name, "The project's name.")
        Member("slug", .text(.slug), \.slug, "The slug for URLs.")
        Member("description", .text(.description), \.description, "A description of the project.")
        Member(
            "envVars", .list(of: Variable.fileShape), \.variables,
            "The project's own variables; secrets without values.")
    }
}

extension ProjectFile.Workflow {
    fileprivate static let shape = Shape<ProjectFile.Workflow>("ProjectFileWorkflow") {
        Member("id", .text, \.id, "The workflow's id on the server that wrote the file.")
        Member("name", .text(.name), \.name, "The workflow's name.")
        Member("description", .text(.description), \.description, "A description of the workflow.")
        Member("kind", .choice, \.kind, "`script` is a function.")
        Member("triggerCode", .text, nullable: \.triggerCode, "Custom request handlers; `null` without any.")
        Member("dependencies", .map, \.dependencies, "npm packages and version ranges.")
        Member("deployConfig", .map, \.deployConfig, "Provider-specific deployment settings for all connections.")
        Member(
            "deployConfigs", .list(of: ProjectFile.DeployConfig.shape), \.deployConfigs,
            "Deploy configurations of single connections.")
        Member(
            "envVars", .list(of: Variable.fileShape), \.variables, "The workflow's variables; secrets without values.")
        Member("versions", .list(of: ProjectFile.Version.shape), \.versions, "In the order of their numbers.")
    }
}

extension ProjectFile.DeployConfig {
    fileprivate static let shape = Shape<ProjectFile.DeployConfig> {
        Member(
            "connection", connection, \.self, "The connection, by its provider and name: ids differ between servers.")
        Member("config", .map, \.config, "The settings for this connection.")
    }

    private static let connection = Shape<ProjectFile.DeployConfig> {
        Member("provider", .text(.providerID), \.provider, "The id of the connection's provider.")
        Member("name", .text, \.connection, "The connection's name.")
    }
}

extension ProjectFile.Version {
    fileprivate static let shape = Shape<ProjectFile.Version> {
        Member("number", .whole(1...2_000_000_000), \.number, "The version's number; numbers rise and may have gaps.")
        Member("locked", .flag, \.isLocked, "Whether the version is locked: it can be neither deployed nor deleted.")
        Member("ir", .json(.document), \.ir)
    }
}

extension Variable {
    /// A secret has no value in a file.
    fileprivate static let fileShape = Shape<Variable>("ProjectFileVariable") {
        Member("name", .text(.variableName), \.name, "The variable's name.")
        Member("value", .text(.variableValue), nullable: { $0.isSecret ? nil : $0.value }, "Null for a secret.")
        Member("isSecret", .flag, \.isSecret, "Whether the value is hidden; the file does not contain it then.")
    }
}
