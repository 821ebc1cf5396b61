import Platform
import PluginMessages

extension ProjectFile {
    static let shape = Shape<ProjectFile>("ProjectFile") {
        Member("format", .text(.choice([format])), { _ in format })
        Member("formatVersion", .whole(formatVersion...formatVersion), { _ in formatVersion })
        Member("project", project, \.self)
        Member("workflows", .list(of: Workflow.shape), \.workflows, "The oldest first.")
    }

    private static let project = Shape<ProjectFile> {
        Member("name", .text(.name), \.name)
        Member("slug", .text(.slug), \.slug)
        Member("description", .text(.description), \.description)
        Member("envVars", .list(of: Variable.fileShape), \.variables)
    }
}

extension ProjectFile.Workflow {
    fileprivate static let shape = Shape<ProjectFile.Workflow>("ProjectFileWorkflow") {
        Member("id", .text, \.id)
        Member("name", .text(.name), \.name)
        Member("description", .text(.description), \.description)
        Member("kind", .choice, \.kind)
        Member("triggerCode", .text, nullable: \.triggerCode)
        Member("dependencies", .map, \.dependencies)
        Member("deployConfig", .map, \.deployConfig)
        Member(
            "deployConfigs", .list(of: ProjectFile.DeployConfig.shape), \.deployConfigs,
            "Deploy configurations of single connections.")
        Member("envVars", .list(of: Variable.fileShape), \.variables)
        Member("versions", .list(of: ProjectFile.Version.shape), \.versions, "In the order of their numbers.")
    }
}

extension ProjectFile.DeployConfig {
    fileprivate static let shape = Shape<ProjectFile.DeployConfig> {
        Member("connection", connection, \.self)
        Member("config", .map, \.config)
    }

    private static let connection = Shape<ProjectFile.DeployConfig> {
        Member("provider", .text(.providerID), \.provider)
        Member("name", .text, \.connection)
    }
}

extension ProjectFile.Version {
    fileprivate static let shape = Shape<ProjectFile.Version> {
        Member("number", .whole(1...2_000_000_000), \.number)
        Member("locked", .flag, \.isLocked)
        Member("ir", .json(.document), \.ir)
    }
}

extension Variable {
    /// A secret has no value in a file.
    fileprivate static let fileShape = Shape<Variable>("ProjectFileVariable") {
        Member("name", .text(.variableName), \.name)
        Member("value", .text(.variableValue), nullable: { $0.isSecret ? nil : $0.value }, "Null for a secret.")
        Member("isSecret", .flag, \.isSecret)
    }
}
