import JSON

/// Workflow documents of tests.
enum LocalDocument {
    /// Steps one after another, by name and code; the last one's value is the result.
    static func steps(
        _ name: String, _ steps: (String, String)..., trigger: JSONValue = ["type": "manual"], kind: String = "workflow"
    ) -> JSONValue {
        let nodes = steps.enumerated().map { index, step -> JSONValue in
            [
                "id": .string("n\(index)"), "type": "step", "name": .string(step.0), "position": ["x": 0, "y": 0],
                "version": "1.0.0", "provider": "cloudflare", "data": ["code": .string(step.1), "retryLimit": 0],
            ]
        }
        let edges = steps.indices.dropFirst().map { index -> JSONValue in
            ["id": .string("e\(index)"), "source": .string("n\(index - 1)"), "target": .string("n\(index)")]
        }
        return [
            "kind": .string(kind),
            "metadata": [
                "name": .string(name), "version": 1, "createdAt": "2026-11-01T09:00:00Z",
                "updatedAt": "2026-11-01T09:00:00Z",
            ],
            "nodes": .array(nodes), "edges": .array(edges), "entryNodeId": "n0", "trigger": trigger,
        ]
    }

    /// One node whose code uses `step` itself.
    static func inline(_ name: String, _ code: String) -> JSONValue {
        var document = steps(name, ("Code", code)).object ?? [:]
        guard var node = document["nodes"]?.array?.first?.object, var data = node["data"]?.object else { return .null }
        data["inline"] = true
        node["data"] = .object(data)
        document["nodes"] = [.object(node)]
        return .object(document)
    }

    /// The document without the attempts that a platform adds where a node says nothing of them: they take minutes.
    static func withoutDefaultRetries(_ document: JSONValue) -> JSONValue {
        var object = document.object ?? [:]
        object["nodes"] = .array(
            (document["nodes"]?.array ?? []).map { node in
                guard ["step", "http_request"].contains(node["type"]?.string), node["config"] == nil,
                    node["data"]?["retryLimit"] == nil, var changed = node.object
                else { return node }
                changed["config"] = ["retries": ["limit": 0, "delay": 1]]
                return .object(changed)
            })
        return .object(object)
    }

    /// The document with a value in the data of all nodes of a type.
    static func setting(_ field: String, of type: String, to value: String, in document: JSONValue) -> JSONValue {
        var object = document.object ?? [:]
        object["nodes"] = .array(
            (document["nodes"]?.array ?? []).map { node in
                guard node["type"]?.string == type, var data = node["data"]?.object, var changed = node.object else {
                    return node
                }
                data[field] = .string(value)
                changed["data"] = .object(data)
                return .object(changed)
            })
        return .object(object)
    }
}
