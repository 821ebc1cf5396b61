import JSON
import PluginMessages
import Storage

/// Moves workflows to another version of a node: each gets a new version of its document, where the last one names
/// another version of the node. Deployments stay as they are.
package struct NodeMigration: Sendable {
    let storage: any StorageDriver
    let nodes: OrganizationNodes
    let versions: Versions

    /// What became of one workflow, or would become of it.
    package struct Move: Sendable {
        package enum Outcome: String, Sendable, CaseIterable {
            case moved
            /// The document does not compile with the other version.
            case refused
        }

        package let workflow: WorkflowID
        package let name: String
        /// Of the node, in the workflow's last version.
        package let from: [String]
        package let outcome: Outcome
        /// `nil` when nothing was kept.
        package let version: Version?
        package let problems: [Diagnostic]
    }

    package struct Result: Sendable {
        package let node: String
        package let version: String
        package let moves: [Move]
        package let isDryRun: Bool
    }

    /// - Parameters:
    ///   - version: `nil` is the one that new work uses.
    ///   - workflows: `nil` is all that the caller may change.
    ///   - dryRun: Compiles the documents and keeps nothing.
    package func move(
        _ caller: Caller, _ node: String, to version: String?, workflows: [WorkflowID]?, dryRun: Bool
    ) async throws -> Result {
        let view = try await nodes.view(of: caller.organization)
        let known = view.registry.versions(of: node)
        guard let target = version ?? view.current[node] ?? known.first else {
            throw PlatformError.notInstalled(node, among: view.registry.nodes.map(\.id))
        }
        guard known.contains(target) else {
            throw PlatformError.unknownVersion(node: node, version: target, known: known)
        }
        let wanted = workflows.map(Set.init)
        let affected = try await storage.read { database in
            try database.uses(of: node, in: caller.organization).map(\.workflow)
                .filter { wanted?.contains($0) ?? true }.compactMap { try Document($0, of: caller, in: database) }
        }
        var moves: [Move] = []
        for document in affected {
            guard let (ir, from) = document.moved(node, to: target) else { continue }
            moves.append(try await move(caller, document.workflow, ir, from, dryRun))
        }
        return Result(node: node, version: target, moves: moves, isDryRun: dryRun)
    }

    private func move(
        _ caller: Caller, _ workflow: Workflow, _ ir: JSONValue, _ from: [String], _ dryRun: Bool
    ) async throws -> Move {
        func move(_ outcome: Move.Outcome, _ version: Version?, _ problems: [Diagnostic]) -> Move {
            Move(
                workflow: workflow.id, name: workflow.name, from: from, outcome: outcome, version: version,
                problems: problems)
        }
        do {
            if dryRun {
                return move(.moved, nil, try await versions.compile(caller, ir, workflow.compileRequest).warnings)
            }
            let posted = try await versions.post(caller, to: workflow.id, ir: ir).version
            return move(.moved, posted.version, posted.artifact.warnings)
        } catch let error as PlatformError where error.is(.versionRejected) {
            return move(.refused, nil, error.details)
        }
    }
}
