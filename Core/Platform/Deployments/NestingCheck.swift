import JSON
import PluginMessages
import Storage

/// Follows the workflows that every run starts, and those that they start in turn.
///
/// Where a call depends on what a run meets, its depth is not known: a provider stops such runs when they are too deep.
struct NestingCheck {
    /// Workflows that start one another.
    static let limit = 32

    let workflow: WorkflowID
    let connection: ConnectionID

    /// - Throws: ``PlatformError/rejected(_:)`` when an artifact's runs would nest too deep.
    func check(_ artifact: Artifact, in database: any SQLConnection) throws {
        let own = artifact.certainServices
        var known: [String: [String]] = [:]
        var level = own
        for _ in 0..<Self.limit {
            guard !level.isEmpty else { return }
            var next: [String] = []
            for service in level {
                if known[service] == nil { known[service] = try services(startedBy: service, own: own, in: database) }
                for other in known[service] ?? [] where !next.contains(other) { next.append(other) }
            }
            level = next
        }
        guard let deepest = level.first else { return }
        throw PlatformError.rejected([
            Diagnostic(
                code: "deploy.nesting",
                message:
                    "Every run starts workflows that are nested more than \(Self.limit) deep, \"\(deepest)\" among "
                    + "them; expected a chain that ends. Remove the call, or make it in a branch.",
                pointer: "/nodes")
        ])
    }

    private func services(
        startedBy service: String, own: [String], in database: any SQLConnection
    ) throws -> [String] {
        let deployment = try Table(DeploymentRecord.self, in: database).active(service: service, on: connection)
        guard let deployment, let version = deployment.version else { return [] }
        guard deployment.workflow != workflow else { return own }
        guard let record = try Table(VersionRecord.self, in: database).find(version, of: deployment.workflow) else {
            return []
        }
        return try Artifact(json: JSONValue(parsing: record.artifact)).certainServices
    }
}

extension Artifact {
    /// What every run starts.
    fileprivate var certainServices: [String] {
        bindings.compactMap { binding in
            binding.settings["startsAlways"] == true ? binding.settings["service"]?.string : nil
        }
    }
}
