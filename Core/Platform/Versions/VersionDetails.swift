import JSON
import PluginMessages

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

    init(_ record: VersionRecord, author: Person?) throws {
        version = Version(record, author: author)
        ir = try JSONValue(parsing: record.ir)
        artifact = try Artifact(parsing: record.artifact)
    }
}
