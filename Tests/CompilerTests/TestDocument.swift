import JSON

/// Builds documents: nodes and edges in the short words of a test.
struct TestDocument {
    private var nodes: [JSONValue] = []
    private var edges: [JSONValue] = []
    private let entry: String

    init(entry: String) { self.entry = entry }

    func node(
        _ id: String, _ type: String, _ data: JSONValue = [:], name: String? = nil, version: String = "1.0.0",
        provider: String = "cloudflare", config: JSONValue? = nil
    ) -> TestDocument {
        var node: JSONObject = [
            "id": .string(id), "type": .string(type), "name": .string(name ?? id), "position": ["x": 0, "y": 0],
            "version": .string(version), "provider": .string(provider), "data": data,
        ]
        node["config"] = config
        var copy = self
        copy.nodes.append(.object(node))
        return copy
    }

    func step(_ id: String, _ code: String) -> TestDocument { node(id, "step", ["code": .string(code)]) }

    /// A branch with conditions by label; an empty one is `else`.
    func branch(_ id: String, _ arms: (label: String, condition: String)...) -> TestDocument {
        node(
            id, "branch",
            ["branches": .array(arms.map { ["label": .string($0.label), "condition": .string($0.condition)] })])
    }

    func edge(_ source: String, _ target: String, _ label: String? = nil) -> TestDocument {
        var edge: JSONObject = [
            "id": .string("e\(edges.count)"), "source": .string(source), "target": .string(target),
        ]
        edge["label"] = label.map(JSONValue.string)
        var copy = self
        copy.edges.append(.object(edge))
        return copy
    }

    func chain(_ ids: String...) -> TestDocument {
        zip(ids, ids.dropFirst()).reduce(self) { $0.edge($1.0, $1.1) }
    }

    var json: JSONValue { json(changing: [:]) }

    /// - Parameter members: Take the place of the document's own.
    func json(changing members: JSONObject) -> JSONValue {
        var document: JSONObject = [
            "metadata": [
                "name": "Test flow", "version": 1, "createdAt": "2026-11-01T09:00:00Z",
                "updatedAt": "2026-11-01T09:00:00.000Z",
            ],
            "nodes": .array(nodes), "edges": .array(edges), "entryNodeId": .string(entry),
        ]
        for (key, value) in members { document[key] = value }
        return .object(document)
    }
}
