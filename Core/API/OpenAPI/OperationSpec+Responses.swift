import HTTPTypes
import JSON
import Platform

extension OperationSpec {
    /// All responses, by status.
    var responseDocuments: JSONObject {
        var documents = JSONObject()
        for response in responses { documents["\(response.status.code)"] = response.document(of: self) }
        if hasEntityTag {
            var headers = Self.common
            headers["ETag"] = Self.reference("ETag")
            documents["304"] = [
                "description": "Not modified: `If-None-Match` contains the current `ETag`.",
                "headers": .object(headers),
            ]
        }
        for (status, notes) in errorNotes.sorted(by: { $0.key < $1.key }) {
            documents["\(status)"] = problem(status, notes.joined(separator: " "))
        }
        return documents
    }

    /// The schema of its errors.
    var problemSchema: Schema {
        errors.contains(where: \.isFromPlugin) ? ProblemReport.pluginShape.schema : ProblemReport.shape.schema
    }

    /// Causes of errors by status: its own, and those of every endpoint of its kind.
    var errorNotes: [Int: [String]] {
        var notes: [Int: [String]] = [:]
        func add(_ status: Int, _ note: String) { notes[status, default: []].append(note) }
        switch body {
        case .json:
            add(400, "Request body is not valid JSON or does not match the schema; `details` lists every problem.")
            add(413, "Request body exceeds the server's limit.")
            add(415, "Unsupported media type: Content-Type must be application/json.")
        case .bytes: add(413, "Request body exceeds the server's limit.")
        case nil: if isIdempotent { add(413, "Request body exceeds the server's limit.") }
        }
        if !query.isEmpty {
            add(400, "A query parameter does not match its schema.")
        } else if access.scope != nil {
            add(400, "With `Prefer: handling=strict`, a query parameter is unknown.")
        }
        if isIdempotent {
            add(400, "The Idempotency-Key is longer than 255 characters.")
            add(409, "An earlier request with the same Idempotency-Key is still being executed.")
            add(422, "The Idempotency-Key was used for a different request.")
        }
        for error in errors { add(Int(error.status.code), error.note) }
        switch access {
        case .open: break
        case .cookie: add(401, "Not signed in.")
        case .scope:
            add(401, "The API key or session is missing, unknown or expired.")
            add(
                403,
                "The API key lacks the required scope, or the session's request comes from an origin that is not "
                    + "allowed."
            )
        case .session:
            add(401, "The session is missing or expired.")
            add(
                403,
                "API keys are not accepted, the user lacks the required role, or the request comes from an origin "
                    + "that is not allowed."
            )
        }
        if access.scope != nil, method != .get {
            add(412, "The condition in `If-Match` or `If-None-Match` is not met.")
        }
        if access.scope != nil {
            add(404, parameters.isEmpty ? "Organization or project not found." : "Not found.")
        }
        if path.hasPrefix("/api/"), path != "/api/health", path != "/api/ready" {
            add(429, "Too many requests; retry after the seconds in `Retry-After`.")
        }
        if path.hasPrefix("/api/"), method != .get {
            add(503, "The database is locked; retry after the seconds in `Retry-After`.")
            add(507, "The server's disk is full or read-only: nothing was changed.")
        }
        add(431, "The request line and headers exceed the server's limit.")
        add(500, "Internal server error; find the cause in the server's log by `requestId`.")
        return notes
    }

    private func problem(_ status: Int, _ note: String) -> JSONValue {
        var headers = Self.common
        if status == 401 { headers["WWW-Authenticate"] = Self.reference("WWW-Authenticate") }
        if status == 429 || status == 503 { headers["Retry-After"] = Self.reference("Retry-After") }
        return [
            "description": .string(note), "headers": .object(headers),
            "content": ["application/problem+json": ["schema": .object(problemSchema.json)]],
        ]
    }

    fileprivate static func reference(_ header: String) -> JSONValue {
        ["$ref": .string("#/components/headers/\(header)")]
    }

    fileprivate static let common: JSONObject = [
        "X-Request-Id": reference("X-Request-Id"), "RateLimit": reference("RateLimit"),
        "RateLimit-Policy": reference("RateLimit-Policy"), "Preference-Applied": reference("Preference-Applied"),
    ]
}

extension ResponseSpec {
    /// One event of a stream, as in OpenAPI 3.2.
    static func event(_ data: Schema) -> Schema {
        let event = Schema(
            [
                "type": "object", "required": ["event", "data"],
                "properties": [
                    "event": ["type": "string", "description": "Event type; determines the shape of `data`."],
                    "data": [
                        "type": "string", "contentMediaType": "application/json", "contentSchema": .object(data.json),
                        "description": "The message, as JSON text.",
                    ],
                ],
            ], with: [data])
        return data.name.map { event.named("\($0)Message") } ?? event
    }

    fileprivate func document(of operation: OperationSpec) -> JSONValue {
        var headers = OperationSpec.common
        if operation.hasEntityTag || operation.changesResource { headers["ETag"] = OperationSpec.reference("ETag") }
        if hasLocation { headers["Location"] = OperationSpec.reference("Location") }
        if operation.isIdempotent { headers["Idempotency-Replayed"] = OperationSpec.reference("Idempotency-Replayed") }
        var document: JSONObject = ["description": .string(note), "headers": .object(headers)]
        switch body {
        case .none: break
        case .json(let schema):
            document["content"] = ["application/json": ["schema": .object(schema.json), "example": schema.sample]]
        case .events(let schema):
            document["content"] = ["text/event-stream": ["schema": .object(Self.event(schema).json)]]
        case .content(let type):
            let media: JSONValue = type.hasPrefix("text/") ? ["schema": ["type": "string"]] : [:]
            document["content"] = .object(JSONObject([(type, media)]))
        }
        return .object(document)
    }
}
