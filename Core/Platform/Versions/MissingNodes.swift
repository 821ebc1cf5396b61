import Errors
import JSON
import PluginMessages
import Values

/// Names the packages that a document's unknown node types come with, among those that registries offer.
struct MissingNodes: Sendable {
    let offered: OfferedPackages

    private static let code = "ir.node.unknownType"

    /// - Returns: The error with better advice, as far as there is any.
    func advising(_ error: PlatformError, about document: JSONValue) async -> PlatformError {
        guard error.is(.versionRejected), error.details.contains(where: { $0.code == Self.code }) else { return error }
        let packages = await offered.packages(by: \.nodeTypes)
        let nodes = document["nodes"]?.array ?? []
        return .rejected(
            error.details.map { problem in
                // What is installed is nearer than what is not.
                guard problem.code == Self.code, !problem.message.hasSuffix("?"),
                    let type = nodes.first(where: { $0["id"]?.string == problem.nodeId })?["type"]?.string,
                    let meant = NearestName.nearest(to: type, among: packages.keys)
                else { return problem }
                let package = packages[meant] ?? meant
                let found =
                    meant == type
                    ? "The node \"\(type)\" is not installed."
                    : "Unknown node type \"\(type)\"; did you mean \"\(meant)\", which is not installed?"
                return Diagnostic(
                    code: problem.code,
                    message: "\(found) Install the package \"\(package)\" with POST /api/marketplace/install.",
                    pointer: problem.pointer, nodeId: problem.nodeId, line: problem.line)
            })
    }
}
