import HTTPTypes

/// What a server that does not lead executes itself: requests that need the database alone, and secrets that the master key
/// opens. What calls a plugin, waits in a queue, streams events, or changes what a part of the server that leads holds in memory
/// is that server's.
struct SharedOperations: Sendable {
    /// When a request of an operation is shared.
    struct Condition: Sendable, Equatable {
        /// Members of the body with which it is the leader's.
        var withoutMembers: Set<String> = []
        /// Whether the response depends on the providers that are loaded.
        var needsProviders = false
    }

    private static let conditions: [String: Condition] = {
        var all: [String: Condition] = [:]
        for operation in [
            "GET /api/workflows", "POST /api/workflows", "GET /api/workflows/:workflowId/draft",
            "PUT /api/workflows/:workflowId/draft", "DELETE /api/workflows/:workflowId/draft",
            "GET /api/workflows/:workflowId/layout", "PUT /api/workflows/:workflowId/layout",
            "GET /api/workflows/:workflowId/versions", "GET /api/workflows/:workflowId/versions/:versionId",
            "PATCH /api/workflows/:workflowId/versions/:versionId",
            "DELETE /api/workflows/:workflowId/versions/:versionId",
            "GET /api/workflows/:workflowId/versions/:versionId/diff/:otherVersionId",
            "GET /api/workflows/:workflowId/deployments", "GET /api/deployments", "GET /api/deployments/:deploymentId",
            "GET /api/workflows/:workflowId/runs", "GET /api/runs", "GET /api/stats", "GET /api/projects",
            "GET /api/projects/:projectId", "GET /api/env-vars", "GET /api/env-vars/:variableId", "GET /api/webhooks",
            "GET /api/webhooks/:webhookId", "GET /api/audit-log",
        ] { all[operation] = Condition() }
        for operation in ["GET /api/workflows/:workflowId", "GET /api/workflows/:workflowId/full"] {
            all[operation] = Condition(needsProviders: true)
        }
        // Variables are rolled out, and code and settings checked, by plugins.
        all["PATCH /api/workflows/:workflowId"] = Condition(
            withoutMembers: ["envVars", "triggerCode", "deployConfig"], needsProviders: true)
        return all
    }()

    /// As `METHOD /path`.
    static var names: Set<String> { Set(conditions.keys) }

    private struct Route: Sendable {
        let method: HTTPRequest.Method
        let segments: [String]
        /// How many of them are parameters.
        let width: Int
        /// `nil` for one of the server that leads.
        let condition: Condition?

        func matches(_ parts: [Substring]) -> Bool {
            zip(segments, parts).allSatisfy { $0.hasPrefix(":") ? !$1.isEmpty : $0 == $1 }
        }
    }

    /// By the number of their segments.
    private let routes: [Int: [Route]]

    /// - Parameter operations: Of the server.
    init(_ operations: [OperationSpec]) {
        let all = operations.map { operation in
            let segments = operation.path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            return Route(
                method: operation.method, segments: segments, width: operation.parameters.count,
                condition: Self.conditions["\(operation.method.rawValue) \(operation.path)"])
        }
        routes = Dictionary(grouping: all) { $0.segments.count }
    }

    /// - Parameter path: Normalized.
    /// - Returns: `nil` for a request of the server that leads.
    func condition(of method: HTTPRequest.Method, at path: String) -> Condition? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let matches = routes[parts.count, default: []].filter { $0.matches(parts) }
        // A part that is written out wins over a parameter.
        let least = matches.map(\.width).min()
        return matches.first { $0.width == least && $0.method == method }?.condition
    }
}
