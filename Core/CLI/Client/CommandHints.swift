import Foundation
import JSON
import Values

/// Sentences of the API in the words of the command line: commands in place of requests, options in place of members.
struct CommandHints {
    let text: String

    /// By what the API says: a request without its ids, or a sentence that is about requests.
    private static let words = [
        "GET /api/workflows": "workflows list", "POST /api/workflows": "workflows create",
        "GET /api/workflows/:": "workflows get", "GET /api/workflows/:/full": "workflows get",
        "PATCH /api/workflows/:": "workflows edit", "DELETE /api/workflows/:": "workflows delete",
        "POST /api/workflows/:/move": "workflows move", "POST /api/workflows/:/test": "workflows test",
        "GET /api/workflows/:/versions": "versions list", "POST /api/workflows/:/versions": "workflows push",
        "GET /api/workflows/:/versions/:": "versions get",
        "GET /api/workflows/:/runs": "runs list", "GET /api/workflows/:/runs/:": "runs get",
        "GET /api/workflows/:/runs/:/steps": "runs get", "GET /api/workflows/:/runs/:/logs": "runs logs",
        "POST /api/workflows/:/runs/:/restart": "runs restart", "POST /api/workflows/:/runs/:/resume": "runs resume",
        "POST /api/workflows/:/runs/:/events": "runs event",
        "GET /api/workflows/:/deployments": "deployments --workflow",
        "GET /api/runs": "runs list", "GET /api/runs/:": "runs get", "GET /api/deployments": "deployments",
        "GET /api/connections": "connections list", "POST /api/connections": "connections create",
        "GET /api/connections/:": "connections get", "PATCH /api/connections/:": "connections edit",
        "GET /api/providers": "connections providers", "GET /api/env-vars": "variables list",
        "POST /api/env-vars": "variables set", "PATCH /api/env-vars/:": "variables set",
        "GET /api/credentials": "credentials list", "POST /api/credentials": "credentials create",
        "GET /api/credentials/:": "credentials get", "PATCH /api/credentials/:": "credentials edit",
        "POST /api/credentials/:/authorize": "credentials authorize", "GET /api/credential-types": "credentials types",
        "GET /api/webhooks": "webhooks list", "PATCH /api/webhooks/:": "webhooks edit",
        "GET /api/webhooks/:/deliveries": "webhooks deliveries",
        "GET /api/projects": "projects list", "GET /api/nodes": "nodes list", "GET /api/nodes/:": "nodes get",
        "GET /api/marketplace": "marketplace search", "GET /api/marketplace/:": "marketplace info",
        "GET /api/marketplace/installed": "marketplace search --installed",
        "POST /api/marketplace/install": "marketplace install", "POST /api/marketplace/update": "marketplace update",
        "POST /api/marketplace/rollback": "marketplace rollback",
        "POST /api/marketplace/uninstall": "marketplace uninstall",
        "GET /api/members": "members list", "GET /api/invitations": "members invitations",
        "GET /api/api-keys": "api-keys list", "POST /api/api-keys": "api-keys create",
        "GET /api/audit-log": "audit", "POST /api/auth/sign-in": "login --email",
        "POST /api/workflows/:/takedown": "takedown", "POST /api/workflows/:/deploy": "deploy",
        "POST /api/workflows/:/trigger": "trigger",
        "Send an API key (Authorization: Bearer ask_…), or sign in.": "Log in with millrace login, or pass --key.",
        "Send \"force\": true": "Pass --force",
    ]

    private static let sentences = words.filter { !$0.key.contains("/api/") }

    /// - Parameter text: A sentence of the API.
    init(_ text: String) {
        let said = Self.sentences.reduce(text) { $0.replacing($1.key, with: $1.value) }
        self.text = said.replacing(#/(GET|POST|PATCH|PUT|DELETE) (/api(?:/[A-Za-z0-9:_-]+)+)/#) { match in
            let segments = match.output.2.split(separator: "/").map(String.init)
            let ids = segments.filter(TextFormat.isUUID)
            let path = segments.map { $0.hasPrefix(":") || TextFormat.isUUID($0) ? ":" : $0 }.joined(separator: "/")
            guard let command = Self.words["\(match.output.1) /\(path)"] else {
                return "millrace api \(match.output.1) \(segments.dropFirst().joined(separator: "/"))"
            }
            return (["millrace \(command)"] + ids).joined(separator: " ")
        }
    }
}
