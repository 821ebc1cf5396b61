import Values

/// The versions of the program that ran migrations.
package enum SchemaVersions {
    /// The version that a database with some migrations needs.
    /// - Parameter versions: By migration; the first programs did not keep them.
    package static func newest(of migrations: Set<String>, _ versions: [(String, String)]) -> String? {
        versions.filter { migrations.contains($0.0) }.map(\.1).max { SemanticVersion.isOlder($0, than: $1) }
    }
}
