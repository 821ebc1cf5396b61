import JSON
import PluginMessages

/// A project as one JSON file: everything that is its own but secrets' values, deployments, runs and keys.
package struct ProjectFile: Sendable {
    package static let format = "millrace.project"
    package static let formatVersion = 1
    /// Bytes of a file, for imports and exports.
    package static let limit = 32 << 20
    /// Of all workflows together: each is compiled by an import.
    package static let versionLimit = 1000

    package struct Workflow: Sendable {
        package let id: String
        package let name: String
        package let description: String
        package let kind: Program.Kind
        package let triggerCode: String?
        package let dependencies: JSONObject
        package let deployConfig: JSONObject
        package let deployConfigs: [DeployConfig]
        /// A secret's value is the mask.
        package let variables: [Variable]
        /// In the order of their numbers.
        package let versions: [Version]
    }

    /// How a workflow is deployed to one connection, which a file names as people do: its id is another elsewhere.
    package struct DeployConfig: Sendable {
        package let provider: String
        package let connection: String
        package let config: JSONObject
    }

    package struct Version: Sendable {
        package let number: Int
        package let isLocked: Bool
        package let ir: JSONValue
    }

    package let name: String
    package let slug: String
    package let description: String
    package let variables: [Variable]
    /// The oldest first.
    package let workflows: [Workflow]

    package var fileName: String { "\(slug).millrace.json" }

    /// - Throws: ``PlatformError/exportTooLarge(_:)``
    package static func check(size: Int) throws(PlatformError) {
        guard size <= limit else { throw .exportTooLarge(size) }
    }
}
