import FoundationEssentials
import HTTPTypes
import JSON
import Platform

extension OperationSpec {
    /// The path as OpenAPI writes it.
    var template: String {
        path.split(separator: "/", omittingEmptySubsequences: false)
            .map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0) }.joined(separator: "/")
    }

    /// The operation id: the summary as a name in code, without articles; `listKvNamespaces` for "List KV namespaces".
    var name: String {
        let words = "\(summary) \(qualifier)".split { !$0.isLetter && !$0.isNumber }.map(String.init)
            .filter { !["a", "an", "the"].contains($0) }
        return words.enumerated().map { index, word in
            let isAcronym = !word.contains(where: \.isLowercase)
            let rest = isAcronym ? word.dropFirst().lowercased() : String(word.dropFirst())
            return (index == 0 ? word.prefix(1).lowercased() : word.prefix(1).uppercased()) + rest
        }.joined()
    }

    /// The schemas of its requests and responses.
    var schemas: [Schema] {
        let ofResponses = responses.flatMap { response -> [Schema] in
            switch response.body {
            case .json(let schema): [schema]
            case .events(let data): [data, ResponseSpec.event(data)]
            case .none, .content: []
            }
        }
        return (jsonBody.map { [$0] } ?? []) + query.map(\.schema) + ofResponses + [problemSchema]
    }

    /// The schema of a JSON body.
    var jsonBody: Schema? {
        guard case .json(let schema) = body else { return nil }
        return schema
    }

    var document: JSONValue {
        var document: JSONObject = [
            "tags": [.string(tag)], "operationId": .string(name), "summary": .string(summary),
        ]
        let text = [notes, access.note].filter { !$0.isEmpty }.joined(separator: " ")
        if !text.isEmpty { document["description"] = .string(text) }
        let parameters = parameterDocuments
        if !parameters.isEmpty { document["parameters"] = .array(parameters) }
        switch body {
        case .json(let schema):
            document["requestBody"] = [
                "required": .bool(isBodyRequired),
                "content": ["application/json": ["schema": .object(schema.json), "example": schema.sample]],
            ]
        case .bytes:
            document["requestBody"] = [
                "required": true,
                "content": ["application/octet-stream": ["schema": ["type": "string", "format": "binary"]]],
            ]
        case nil: break
        }
        document["responses"] = .object(responseDocuments)
        document["security"] = access.document
        return .object(document)
    }

    private var parameterDocuments: [JSONValue] {
        var all = parameters.map { name -> JSONValue in
            [
                "name": .string(name), "in": "path", "required": true, "schema": ["type": "string"],
                "description": .string(Self.noun(name)),
            ]
        }
        all += query.map { parameter in
            [
                "name": .string(parameter.name), "in": "query", "required": .bool(parameter.isRequired),
                "schema": .object(Self.inQuery(parameter.schema.json)), "description": .string(parameter.note),
            ]
        }
        for name in ["organizationId", "projectId"]
        where access.scope != nil && !query.contains(where: { $0.name == name }) && !parameters.contains(name) {
            all.append(["$ref": .string("#/components/parameters/\(name)")])
        }
        if access.scope != nil { all.append(["$ref": "#/components/parameters/Prefer"]) }
        if isIdempotent { all.append(["$ref": "#/components/parameters/Idempotency-Key"]) }
        if isConditional { all.append(["$ref": "#/components/parameters/If-Match"]) }
        if method == .put, isConditional { all.append(["$ref": "#/components/parameters/If-None-Match"]) }
        return all
    }

    /// No query may contain U+0000.
    static func inQuery(_ schema: JSONObject) -> JSONObject {
        let rules = ["pattern", "enum", "format"]
        guard schema["type"] == "string", !rules.contains(where: { schema[$0] != nil }) else { return schema }
        var schema = schema
        schema["pattern"] = "^[^\\u0000]*$"
        return schema
    }

    /// Whether it accepts an `Idempotency-Key`.
    var isIdempotent: Bool { method == .post && access.scope != nil }

    /// `workflowId`: the id of a workflow.
    private static func noun(_ parameter: String) -> String {
        guard parameter.hasSuffix("Id") else { return "A path segment." }
        let words = parameter.dropLast(2).reduce(into: "") { $0 += $1.isUppercase ? " \($1.lowercased())" : String($1) }
        return "The id of the \(words)."
    }
}

extension OperationSpec.Access {
    var document: JSONValue {
        switch self {
        case .open: []
        case .cookie: [["session": []]]
        case .scope(let scope):
            [
                ["apiKey": .array(Set([.read, scope]).map(\.rawValue).sorted().map(JSONValue.string))],
                ["session": []],
            ]
        case .session(let role, _): [["session": [.string(role.rawValue)]]]
        }
    }

    fileprivate var note: String {
        switch self {
        case .open, .cookie, .scope: ""
        case .session(.member, _): "Requires a session; API keys are not accepted."
        case .session(let role, _):
            "Requires a session of a user with the role `\(role.rawValue)`; API keys are not accepted."
        }
    }
}
