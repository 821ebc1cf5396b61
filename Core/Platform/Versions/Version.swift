import JSON
import PluginMessages
import Storage

/// A version of a workflow, without the document and its code.
package struct Version: Sendable {
    package let id: VersionID
    package let workflow: WorkflowID
    /// From 1, counted within the workflow.
    package let number: Int
    /// What the code is for.
    package let target: String
    package let isLocked: Bool
    package let createdAt: Timestamp

    init(_ record: VersionRecord) {
        id = record.id
        workflow = record.workflow
        number = record.number
        target = record.target
        isLocked = record.isLocked
        createdAt = record.createdAt
    }
}

/// A version with the document and the code it became.
package struct VersionDetails: Sendable {
    package let version: Version
    package let ir: JSONValue
    package let artifact: Artifact

    init(version: Version, ir: JSONValue, artifact: Artifact) {
        self.version = version
        self.ir = ir
        self.artifact = artifact
    }

    init(_ record: VersionRecord) throws {
        version = Version(record)
        ir = try JSONValue(parsing: record.ir)
        artifact = try Artifact(parsing: record.artifact)
    }
}
