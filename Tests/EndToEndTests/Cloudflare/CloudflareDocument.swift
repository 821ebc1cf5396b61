import Foundation
import JSON
import TestSupport

/// Workflow documents of the tests with an emulated account.
enum CloudflareDocument {
    /// One step whose value says which code ran.
    static func answering(_ answer: String, trigger: JSONValue = ["type": "manual"]) -> JSONValue {
        [
            "metadata": [
                "name": "Answer", "version": 1, "createdAt": "2026-11-01T09:00:00Z",
                "updatedAt": "2026-11-01T09:00:00Z",
            ],
            "nodes": [
                [
                    "id": "answer", "type": "step", "name": "Answer", "position": ["x": 0, "y": 0], "version": "1.0.0",
                    "provider": "cloudflare",
                    "data": ["code": .string("return \"\(answer)\";"), "retryLimit": 0],
                ]
            ],
            "edges": [], "entryNodeId": "answer", "trigger": trigger,
        ]
    }

    /// One step whose code imports the package `greeter`.
    static func greeting() throws -> JSONValue {
        let text = answering("x").text.replacing(
            "return \\\"x\\\";",
            with: "const { greet } = await import('greeter'); return greet(event.payload.name as string);")
        return try JSONValue(parsing: text)
    }

    static func fixture(_ name: String) throws -> JSONValue {
        try JSONValue(parsing: Data(contentsOf: PackageRoot.fixture("workflows/\(name).json")))
    }

    /// The document with hardly any time between the tries of its steps: the platform's own take minutes.
    static func hurried(_ document: JSONValue) -> JSONValue {
        var object = document.object ?? [:]
        object["nodes"] = .array(
            (document["nodes"]?.array ?? []).map { node in
                guard ["step", "http_request"].contains(node["type"]?.string ?? ""), var hurried = node.object,
                    var data = node["data"]?.object, node["config"] == nil
                else { return node }
                data["retryDelay"] = 1
                data["backoff"] = "constant"
                hurried["data"] = .object(data)
                return .object(hurried)
            })
        return .object(object)
    }
}
