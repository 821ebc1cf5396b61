import JSON
import PlatformFixtures
import PluginMessages
import Testing

@testable import Platform

/// One row of the REST specification.
struct SpecificationRow: Sendable {
    let method: String
    /// Below `/api`, as the specification has it.
    let path: String
    /// `nil` takes no key but a session.
    let scope: Scope?
    let status: Int
    /// What the path's `:id` is of.
    var id = ""
    /// With `$name` for an id of the fixture.
    var body: JSONValue?
    /// What the answer's `id` is of.
    var keeps: String?
    /// In which state the provider has the run.
    var run: RunStatus?

    init(
        _ method: String, _ path: String, _ scope: Scope?, _ status: Int, id: String = "", _ body: JSONValue? = nil,
        keeps: String? = nil, run: RunStatus? = nil
    ) {
        self.method = method
        self.path = path
        self.scope = scope
        self.status = status
        self.id = id
        self.body = body
        self.keeps = keeps
        self.run = run
    }
}

/// The rows of one resource, in an order in which one server can answer them.
struct SpecificationTable: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let rows: [SpecificationRow]

    init(_ resource: String, _ rows: [SpecificationRow]) {
        testDescription = resource
        self.rows = rows
    }

    /// What the rows of resources are of: a plugin's.
    static let resources: [ResourceEndpoint] = all.flatMap(\.rows).filter { $0.path.hasPrefix("/resources/") }
        .map { row in
            ResourceEndpoint(
                row.path, row.method == "GET" ? .get : .post, String(row.path.dropFirst("/resources/".count)),
                summary: "Answer \(row.method) \(row.path)", provider: "here",
                body: row.body == nil ? [] : [ConfigField("sql", .string, label: "SQL", required: true)])
        }

    private static let workflow = "/workflows/:workflowId"
    private static let deployed: JSONValue = ["connectionId": "$deployedTo"]

    static let all: [SpecificationTable] = [
        SpecificationTable(
            "Workflows",
            [
                .init("GET", "/workflows", .read, 200), .init("GET", "/workflows/:id", .read, 200, id: "workflowId"),
                .init("GET", "/workflows/:id/full", .read, 200, id: "workflowId"),
                .init(
                    "PATCH", "/workflows/:id", .write, 200, id: "workflowId",
                    [
                        "name": "Updated Name", "description": "optional",
                        "envVars": [["name": "KEY", "value": "val", "isSecret": false]],
                        "triggerCode": "optional trigger code string", "dependencies": ["lodash": "^4.0.0"],
                        "deployConfig": ["route": ["pattern": "api.example.com/my-workflow/*"]],
                    ]),
                .init("PATCH", "/workflows/:id/move", .write, 200, id: "workflowId", ["targetProjectId": "$projectId"]),
                .init(
                    "POST", "/workflows", .write, 201, ["name": "My Workflow", "description": "", "kind": "workflow"],
                    keeps: "workflowId"),
                .init("DELETE", "/workflows/:id", .write, 204, id: "workflowId"),
            ]),
        SpecificationTable(
            "Projects",
            [
                .init("GET", "/projects", .read, 200),
                .init(
                    "POST", "/projects", .write, 201, ["name": "My", "slug": "my-own", "description": ""],
                    keeps: "projectId"),
                .init("PATCH", "/projects/:id", .write, 200, id: "projectId", ["name": "Updated", "description": "o"]),
                .init("DELETE", "/projects/:id", .write, 204, id: "projectId"),
            ]),
        SpecificationTable(
            "Versions",
            [
                .init("GET", "\(workflow)/versions", .read, 200),
                .init("GET", "\(workflow)/versions/:versionId", .read, 200),
                .init("POST", "\(workflow)/versions/:versionId/revert", .write, 201),
                .init(
                    "POST", "\(workflow)/versions", .write, 201, ["ir": Installation.document(code: "return 3;")]),
                .init("PATCH", "\(workflow)/versions/:versionId", .write, 200, ["locked": false]),
                .init("DELETE", "\(workflow)/versions/:versionId", .write, 204),
            ]),
        SpecificationTable(
            "Deployments",
            [
                .init("GET", "/deployments", .read, 200), .init("GET", "\(workflow)/deployments", .read, 200),
                .init(
                    "POST", "\(workflow)/deploy", .deploy, 201,
                    ["connectionId": "$deployedTo", "versionId": "$versionId"]),
                .init("POST", "\(workflow)/deploy-stream", .deploy, 200, deployed),
                .init(
                    "POST", "\(workflow)/trigger", .deploy, 201,
                    ["connectionId": "$deployedTo", "params": ["key": "value"]]),
                .init("POST", "\(workflow)/takedown", .deploy, 200, deployed),
            ]),
        SpecificationTable(
            "Runs",
            [
                .init("GET", "/runs", .read, 200), .init("GET", "\(workflow)/runs", .read, 200),
                .init("GET", "\(workflow)/runs/:runId", .read, 200, run: .running),
                .init("POST", "\(workflow)/runs/:runId/pause", .deploy, 200, run: .running),
                .init("POST", "\(workflow)/runs/:runId/resume", .deploy, 200, run: .paused),
                .init("POST", "\(workflow)/runs/:runId/terminate", .deploy, 200, run: .running),
            ]),
        SpecificationTable(
            "Connections",
            [
                .init("GET", "/connections", .read, 200),
                .init(
                    "POST", "/connections", .write, 201,
                    ["provider": "elsewhere", "credentials": ["apiToken": "t", "accountId": "a"], "name": "Mine"],
                    keeps: "connectionId"),
                .init(
                    "POST", "/connections/verify-token", .write, 200,
                    ["provider": "elsewhere", "credentials": ["apiToken": "t"]]),
                .init("PATCH", "/connections/:id", .write, 200, id: "connectionId", ["name": "Renamed"]),
                .init("DELETE", "/connections/:id", .write, 204, id: "connectionId"),
            ]),
        SpecificationTable(
            "Environment variables",
            [
                .init("GET", "/env-vars", .read, 200),
                .init(
                    "POST", "/env-vars", .write, 201, ["name": "MY_VAR", "value": "my-value", "isSecret": false],
                    keeps: "variableId"),
                .init("PATCH", "/env-vars/:id", .write, 200, id: "variableId", ["value": "other"]),
                .init("DELETE", "/env-vars/:id", .write, 204, id: "variableId"),
            ]),
        SpecificationTable(
            "Resources",
            [
                .init("GET", "/resources/kv/namespaces", .read, 200),
                .init("GET", "/resources/kv/namespaces/:namespaceId/keys", .read, 200),
                .init("GET", "/resources/kv/namespaces/:namespaceId/values/:key", .read, 200),
                .init("GET", "/resources/d1/databases", .read, 200),
                .init("POST", "/resources/d1/databases/:databaseId/query", .read, 200, ["sql": "SELECT 1"]),
                .init("GET", "/resources/r2/buckets", .read, 200),
                .init("GET", "/resources/r2/buckets/:bucketName/objects", .read, 200),
            ]),
        SpecificationTable(
            "Nodes",
            [
                .init("GET", "/nodes", .read, 200), .init("GET", "/nodes/templates", .read, 200),
                .init("GET", "/nodes/:nodeId", .read, 200),
            ]),
        SpecificationTable(
            "Marketplace",
            [
                .init("GET", "/marketplace", .read, 200), .init("GET", "/marketplace/:nodeId", .read, 200),
                .init("POST", "/marketplace/install", .write, 201, ["nodeId": "postcard", "version": "1.0.0"]),
                .init("GET", "/marketplace/installed", .read, 200),
                .init("POST", "/marketplace/update", .write, 200, ["nodeId": "postcard", "version": "1.1.0"]),
                .init("POST", "/marketplace/uninstall", .write, 200, ["nodeId": "postcard"]),
            ]),
        SpecificationTable(
            "API keys",
            [
                .init("GET", "/api-keys", nil, 200),
                .init(
                    "POST", "/api-keys", nil, 201,
                    [
                        "name": "My Key", "projectId": "$projectId", "scopes": ["read", "write"],
                        "expiresAt": "2999-12-31T00:00:00Z",
                    ], keeps: "apiKeyId"),
                .init("DELETE", "/api-keys/:id", nil, 204, id: "apiKeyId"),
            ]),
    ]
}
