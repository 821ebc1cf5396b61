import JSON
import PluginMessages

/// A project as one JSON file: everything that is its own but secrets' values, deployments, runs and keys.
package struct ProjectFile: Sendable {
    package static let format = "millrace.project"
    package static let formatVersion = 1
    /// Bytes of a file: what an import takes, and an export gives.
    package static let limit = 32 << 20
    /// Of all workflows together: each is compiled by an import.
    package static let versionLimit = 1000

    struct Workflow: Sendable {
        let id: String
        let name: String
        let description: String
        let kind: Program.Kind
        let triggerCode: String?
        let dependencies: JSONObject
        let deployConfig: JSONObject
        let deployConfigs: [DeployConfig]
        /// A secret's value is the mask.
        let variables: [Variable]
        /// In the order of their numbers.
        let versions: [Version]
    }

    /// How a workflow is deployed to one connection, which a file names as people do: its id is another elsewhere.
    struct DeployConfig: Sendable {
        let provider: String
        let connection: String
        let config: JSONObject
    }

    struct Version: Sendable {
        let number: Int
        let isLocked: Bool
        let ir: JSONValue
    }

    let name: String
    let slug: String
    let description: String
    let variables: [Variable]
    /// The oldest first.
    let workflows: [Workflow]

    package var json: JSONValue {
        [
            "format": .string(Self.format), "formatVersion": .int(Self.formatVersion),
            "project": [
                "name": .string(name), "slug": .string(slug), "description": .string(description),
                "envVars": .array(variables.map(\.fileJSON)),
            ],
            "workflows": .array(workflows.map(\.json)),
        ]
    }
}

extension ProjectFile.Workflow {
    fileprivate var json: JSONValue {
        [
            "id": .string(id), "name": .string(name), "description": .string(description),
            "kind": .string(kind.rawValue), "triggerCode": triggerCode.map(JSONValue.string) ?? .null,
            "dependencies": .object(dependencies), "deployConfig": .object(deployConfig),
            "deployConfigs": .array(
                deployConfigs.map {
                    [
                        "connection": ["provider": .string($0.provider), "name": .string($0.connection)],
                        "config": .object($0.config),
                    ]
                }),
            "envVars": .array(variables.map(\.fileJSON)),
            "versions": .array(
                versions.map { ["number": .int($0.number), "locked": .bool($0.isLocked), "ir": $0.ir] }),
        ]
    }
}

extension Variable {
    /// A secret comes without its value.
    fileprivate var fileJSON: JSONValue {
        [
            "name": .string(name), "value": isSecret ? .null : .string(value), "isSecret": .bool(isSecret),
        ]
    }
}
