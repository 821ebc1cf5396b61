import FoundationEssentials
import HTTPTypes
import JSON
import Platform

extension Operation {
    /// The path as OpenAPI writes it.
    var template: String {
        path.split(separator: "/", omittingEmptySubsequences: false)
            .map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0) }.joined(separator: "/")
    }

    /// The summary as a name in code, without articles: `listWorkflows`.
    var name: String {
        let words = summary.split { !$0.isLetter && !$0.isNumber }.map(String.init)
            .filter { !["a", "an", "the", "of", "to"].contains($0) }
        return words.enumerated().map { index, word in
            index == 0 ? word.lowercased() : word.prefix(1).uppercased() + word.dropFirst()
        }.joined()
    }

    /// Everything that it takes and gives.
    var schemas: [Schema] {
        let given = gives.compactMap { answer -> Schema? in
            switch answer.body {
            case .json(let schema), .events(let schema): schema
            case .none, .other: nil
            }
        }
        return (takes.map { [$0] } ?? []) + query.map(\.schema) + given
    }

    var document: JSONValue {
        var document: JSONObject = [
            "tags": [.string(tag)], "operationId": .string(name), "summary": .string(summary),
        ]
        let text = [notes, access.note].filter { !$0.isEmpty }.joined(separator: " ")
        if !text.isEmpty { document["description"] = .string(text) }
        let parameters = parameterDocuments
        if !parameters.isEmpty { document["parameters"] = .array(parameters) }
        if let takes {
            document["requestBody"] = [
                "required": true,
                "content": ["application/json": ["schema": .object(takes.json), "example": takes.sample]],
            ]
        }
        document["responses"] = .object(responses)
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
                "schema": .object(parameter.schema.json), "description": .string(parameter.note),
            ]
        }
        for name in ["organizationId", "projectId"]
        where access.scope != nil && !query.contains(where: { $0.name == name }) && !parameters.contains(name) {
            all.append(["$ref": .string("#/components/parameters/\(name)")])
        }
        if isIdempotent { all.append(["$ref": "#/components/parameters/Idempotency-Key"]) }
        return all
    }

    /// Whether it heeds an `Idempotency-Key`.
    var isIdempotent: Bool { method == .post && access.scope != nil }

    /// `workflowId`: the id of a workflow.
    private static func noun(_ parameter: String) -> String {
        guard parameter.hasSuffix("Id") else { return "A path segment." }
        let words = parameter.dropLast(2).reduce(into: "") { $0 += $1.isUppercase ? " \($1.lowercased())" : String($1) }
        return "The id of the \(words)."
    }
}

extension Operation.Access {
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
