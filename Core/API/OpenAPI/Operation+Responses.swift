import HTTPTypes
import JSON
import Platform

extension Operation {
    /// Everything that may be answered, by status.
    var responses: JSONObject {
        var responses = JSONObject()
        for answer in gives { responses[answer.status.map { "\($0.code)" } ?? "2XX"] = answer.document(of: self) }
        if hasEntityTag {
            var headers = Self.common
            headers["ETag"] = Self.reference("ETag")
            responses["304"] = [
                "description": "The client has this answer: its `ETag` was sent in `If-None-Match`.",
                "headers": .object(headers),
            ]
        }
        for (status, notes) in failureNotes.sorted(by: { $0.key < $1.key }) {
            responses["\(status)"] = Self.problem(status, notes.joined(separator: " "))
        }
        return responses
    }

    /// Why it fails, by status: what is its own, and what every endpoint like it may fail by.
    var failureNotes: [Int: [String]] {
        var notes: [Int: [String]] = [:]
        func add(_ status: Int, _ note: String) { notes[status, default: []].append(note) }
        if takes != nil {
            add(400, "The body is no JSON, or not as its schema has it: `details` has every problem.")
            add(413, "The body is larger than the server takes.")
            add(415, "The body is said to be something else than JSON.")
        }
        if !query.isEmpty { add(400, "A parameter is not as its schema has it.") }
        if isIdempotent {
            add(400, "The Idempotency-Key is too long.")
            add(409, "The first request with the Idempotency-Key is being carried out.")
            add(422, "The Idempotency-Key was sent with another request.")
            if takes == nil { add(413, "The body is larger than the server takes.") }
        }
        for failure in failures { add(Int(failure.status.code), failure.note) }
        switch access {
        case .open: break
        case .cookie: add(401, "Nobody is signed in.")
        case .scope:
            add(401, "There is no key or session, or it is unknown or has ended.")
            add(403, "The key lacks the scope, or the session's request comes from another site's page.")
        case .session:
            add(401, "There is no session, or it has ended.")
            add(403, "A key cannot do this, the person lacks the role, or the request comes from another site's page.")
        }
        if access.scope != nil {
            add(404, parameters.isEmpty ? "There is no such organization or project." : "There is no such thing.")
        }
        if path.hasPrefix("/api/"), path != "/api/health", path != "/api/ready" {
            add(429, "Too many requests: `Retry-After` says when there are more.")
        }
        add(431, "The path and the headers are larger than the server takes.")
        add(500, "The server failed; its log has the reason under the `requestId`.")
        return notes
    }

    private static func problem(_ status: Int, _ note: String) -> JSONValue {
        var headers = common
        if status == 401 { headers["WWW-Authenticate"] = reference("WWW-Authenticate") }
        if status == 429 { headers["Retry-After"] = reference("Retry-After") }
        return [
            "description": .string(note), "headers": .object(headers),
            "content": ["application/problem+json": ["schema": .object(Schema.problem.json)]],
        ]
    }

    fileprivate static func reference(_ header: String) -> JSONValue {
        ["$ref": .string("#/components/headers/\(header)")]
    }

    fileprivate static let common: JSONObject = [
        "X-Request-Id": reference("X-Request-Id"), "RateLimit": reference("RateLimit"),
        "RateLimit-Policy": reference("RateLimit-Policy"),
    ]
}

extension Answer {
    /// One event of a stream, as OpenAPI 3.2 has them, too.
    private static func event(_ data: Schema) -> JSONObject {
        [
            "type": "object", "required": ["event", "data"],
            "properties": [
                "event": ["type": "string"],
                "data": [
                    "type": "string", "contentMediaType": "application/json", "contentSchema": .object(data.json),
                ],
            ],
        ]
    }

    fileprivate func document(of operation: Operation) -> JSONValue {
        var headers = Operation.common
        if operation.hasEntityTag { headers["ETag"] = Operation.reference("ETag") }
        if operation.isIdempotent { headers["Idempotency-Replayed"] = Operation.reference("Idempotency-Replayed") }
        var document: JSONObject = ["description": .string(note), "headers": .object(headers)]
        switch body {
        case .none: break
        case .json(let schema):
            document["content"] = ["application/json": ["schema": .object(schema.json), "example": schema.sample]]
        case .events(let schema):
            document["content"] = ["text/event-stream": ["schema": .object(Self.event(schema))]]
        case .other(let type, let schema):
            document["content"] = .object(JSONObject([(type, JSONValue.object(["schema": .object(schema.json)]))]))
        }
        return .object(document)
    }
}
