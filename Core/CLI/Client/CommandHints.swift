import Foundation

/// Hints of the API that name requests, with commands in their place.
struct CommandHints {
    let text: String

    /// By the request without its ids.
    private static let commands = [
        "GET /api/workflows": "workflows list", "GET /api/workflows/:/versions": "versions list",
        "GET /api/workflows/:/runs": "runs list", "GET /api/workflows/:/deployments": "deployments --workflow",
        "GET /api/runs": "runs list", "GET /api/deployments": "deployments", "GET /api/connections": "connections list",
        "GET /api/providers": "connections providers", "GET /api/env-vars": "variables list",
        "POST /api/env-vars": "variables set",
        "GET /api/webhooks": "webhooks list", "GET /api/webhooks/:/deliveries": "webhooks deliveries",
        "GET /api/projects": "projects list", "GET /api/nodes": "nodes list",
        "GET /api/marketplace": "marketplace search",
        "GET /api/marketplace/installed": "marketplace search --installed",
        "POST /api/marketplace/install": "marketplace install", "POST /api/marketplace/update": "marketplace update",
        "GET /api/members": "members list", "GET /api/invitations": "members invitations",
        "GET /api/api-keys": "api-keys list", "POST /api/workflows/:/takedown": "takedown",
        "POST /api/workflows/:/deploy": "deploy", "POST /api/workflows/:/trigger": "trigger",
    ]

    /// - Parameter text: A sentence of the API.
    init(_ text: String) {
        self.text = text.replacing(#/(GET|POST) (/api(?:/[A-Za-z:][A-Za-z0-9:-]*)+)/#) { match in
            let path = match.output.2.split(separator: "/").map { $0.hasPrefix(":") ? ":" : String($0) }
            let request = "\(match.output.1) /\(path.joined(separator: "/"))"
            return Self.commands[request].map { "millrace \($0)" } ?? String(match.output.0)
        }
    }
}
