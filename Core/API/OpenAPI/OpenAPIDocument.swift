import HTTPTypes
import JSON
import Platform

/// The API's description (OpenAPI 3.1), made of the declarations that mount its routes.
struct OpenAPIDocument: Sendable {
    let operations: [Operation]
    /// Schemas that say more than those of their names in the declarations.
    var refined: [String: Schema] = [:]
    /// What examples name.
    var provider: String?

    var json: JSONValue {
        provider.map { document.replacing(Schema.exampleProvider, by: $0) } ?? document
    }

    private var document: JSONValue {
        [
            "openapi": "3.1.0",
            "info": [
                "title": "Millrace", "version": "1",
                "summary": "Workflows as durable programs: versions, deployments and runs.",
                "description": .string(Self.description),
                "license": ["name": "Apache License 2.0", "identifier": "Apache-2.0"],
            ], "servers": [["url": "/", "description": "This server."]],
            "tags": .array(tags.map { ["name": .string($0)] }), "paths": .object(paths),
            "components": .object(components),
        ]
    }

    private static let description = """
        Send an API key (`Authorization: Bearer ask_…`), or a session's cookie. A key has scopes: `read` for queries, \
        `write` for changes, `deploy` for deploys, triggers and control of runs; every key has `read`. It carries its \
        organization and project; a request in a session names them by `organizationId` and `projectId` in the query, or \
        else takes the person's first. What belongs to somebody else is 404.

        Errors are `application/problem+json` (RFC 9457), with `error`, `code`, `details` and `requestId` besides. Members of \
        a body that an endpoint does not know are ignored. A POST with an `Idempotency-Key` is carried out once within 24 \
        hours, and answered as often as it is sent.
        """

    private var listed: [Operation] { operations.filter(\.isListed) }

    private var tags: [String] {
        listed.map(\.tag).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private var paths: JSONObject {
        var paths = JSONObject()
        for operation in listed {
            var item = paths[operation.template]?.object ?? [:]
            item[operation.method.rawValue.lowercased()] = operation.document
            paths[operation.template] = .object(item)
        }
        return paths
    }

    private var components: JSONObject {
        let schemas = listed.flatMap(\.schemas).reduce(into: Schema.problem.definitions) {
            $0.merge($1.definitions) { first, _ in first }
        }.merging(refined.mapValues(\.json)) { $1 }
        return [
            "schemas": .object(JSONObject(schemas.sorted { $0.key < $1.key }.map { ($0.key, .object($0.value)) })),
            "headers": .object(Self.headers), "parameters": .object(Self.parameters),
            "securitySchemes": [
                "apiKey": [
                    "type": "http", "scheme": "bearer", "bearerFormat": "ask_ and 40 letters and digits",
                    "description": "An API key. The names beside it are the scopes that it needs.",
                ],
                "session": [
                    "type": "apiKey", "in": "cookie", "name": .string(SessionCookie.name),
                    "description": .string(Self.sessionNote),
                ],
            ],
        ]
    }

    private static let sessionNote =
        "A person who has signed in. The names beside it are roles in the organization. A request that changes "
        + "something has to say an `Origin` that the server knows."

    private static func header(_ description: String, _ example: JSONValue) -> JSONValue {
        ["description": .string(description), "schema": ["type": "string"], "example": example]
    }

    private static let headers: JSONObject = [
        "X-Request-Id": header("The request's own, or one that the server made.", "019a0b3c5d6e"),
        "RateLimit": header(
            "For each policy that counts the request: what is left, and in how many seconds there is more. It may occur "
                + "more than once; without limits it does not.", "\"global\";r=199;t=60"),
        "RateLimit-Policy": header("How many requests, in how many seconds.", "\"global\";q=200;w=60"),
        "Retry-After": header("Seconds.", "12"),
        "WWW-Authenticate": header("How to say who asks.", "Bearer"),
        "Set-Cookie": header("The session.", "millrace_session=…; HttpOnly"),
        "ETag": header(
            "A tag of the answer: sent back in `If-None-Match`, it is 304 as long as nothing changes.", "W/\"9f86d081\""
        ),
        "Idempotency-Replayed": header("`true` on an answer that was kept from the first time.", "true"),
    ]

    private static let parameters: JSONObject = [
        "organizationId": [
            "name": "organizationId", "in": "query", "schema": ["type": "string"],
            "description": "In a session: the organization. Keys carry theirs.",
        ],
        "projectId": [
            "name": "projectId", "in": "query", "schema": ["type": "string"],
            "description": "In a session: the project. Keys carry theirs.",
        ],
        "Idempotency-Key": [
            "name": "Idempotency-Key", "in": "header",
            "schema": ["type": "string", "minLength": 1, "maxLength": 255],
            "description": "Carries the request out once within 24 hours, however often it is sent.",
        ],
    ]
}

extension JSONValue {
    fileprivate func replacing(_ text: String, by other: String) -> JSONValue {
        switch self {
        case .string(text): .string(other)
        case .array(let values): .array(values.map { $0.replacing(text, by: other) })
        case .object(let members):
            .object(JSONObject(members.map { ($0.key, $0.value.replacing(text, by: other)) }))
        case .null, .bool, .number, .string: self
        }
    }
}
