import JSON
import Platform

extension Schema {
    /// The compiler checks it, whose diagnostics say more than a schema can. The schema accepts whatever the compiler does.
    static let document = Schema.object(
        [
            ("kind", .choice(["workflow", "script"]).note("A workflow if omitted.")),
            ("metadata", metadata.note("The name and the author's own data.")),
            ("nodes", Schema.list(of: .documentNode, least: 1).note("At least one; their ids are unique.")),
            ("edges", Schema.list(of: edge).note("Without a cycle.")),
            ("entryNodeId", filled.note("The id of the first node. Every node is reachable from it.")),
            ("trigger", trigger.orNull.note("What starts a run; without one, a request. A function needs `http`.")),
        ], required: ["metadata", "nodes", "edges", "entryNodeId"]
    ).example(documentExample)
        .named("WorkflowDocument").checkedElsewhere
        .note("A workflow document (IR), of nodes and edges. Other members are kept and ignored.")

    private static let documentExample: JSONValue = [
        "metadata": [
            "name": "Order notification", "version": 1, "createdAt": "2026-03-29T10:00:00.000Z",
            "updatedAt": "2026-03-29T10:00:00.000Z",
        ],
        "nodes": [
            [
                "id": "note", "type": "step", "name": "Note", "version": "1.0.0",
                "provider": .string(Schema.exampleProvider),
                "position": ["x": 0, "y": 0], "data": ["code": "return event.payload;"],
            ]
        ], "edges": [], "entryNodeId": "note",
    ]

    private static let moment = Schema.text.orNull.note("An ISO 8601 date and time, or empty.")

    private static let metadata = Schema.object(
        [
            ("name", filled.note("The display name.")),
            ("version", Schema(["type": "integer", "minimum": 1]).note("The author's own version number.")),
            ("description", Schema.text.orNull.note("A description of the workflow.")),
            ("createdAt", moment), ("updatedAt", moment),
        ], required: ["name", "version"]
    ).named("DocumentMetadata")

    private static let edge = Schema.object(
        [
            ("id", filled.note("Unique among the edges.")), ("source", filled.note("The id of the source node.")),
            ("target", filled.note("The id of the target node.")),
            ("label", Schema.text.orNull.note("The arm that begins here, or `then`, which follows after a container.")),
        ], required: ["id", "source", "target"]
    ).named("DocumentEdge")

    private static let trigger = Schema.one(of: [
        trigger("Manual", []),
        trigger(
            "HTTP",
            [
                ("path", Schema.text.orNull.note("The path of requests; any if omitted.")),
                (
                    "method",
                    Schema.choice(["GET", "POST", "PUT", "DELETE"]).orNull.note(
                        "The method of requests; POST if omitted.")
                ),
            ]),
        trigger("Cron", [("expression", filled.note("Five fields; weekdays are 1 (Sunday) to 7, or names."))]),
        trigger(
            "Event",
            [
                (
                    "eventType",
                    Schema.text(1...100, pattern: "^[A-Za-z0-9_-]+$").note(
                        "The type of the event that runs are for.")
                )
            ]),
    ]).named("DocumentTrigger")

    private static func trigger(_ name: String, _ members: [(String, Schema)]) -> Schema {
        // What may be null may be absent.
        let required = members.filter { $0.1.json["type"]?.string != nil }.map(\.0)
        let auth = auth.orNull.note("What a request to the program's own address must present.")
        let all = [("type", only(name.lowercased()))] + members + [("auth", auth)]
        return Schema.object(all, required: ["type"] + required).named("\(name)Trigger")
    }

    private static let auth = Schema.one(of: [
        auth("No", "none", []), auth("Bearer", "bearer", [secret]), auth("Closed", "closed", []),
        auth(
            "HMAC", "hmac",
            [
                secret,
                (
                    "header",
                    Schema.text(0...256, pattern: "^[A-Za-z0-9_-]*$").orNull.note(
                        "The header with the signature; `X-Signature` if omitted.")
                ),
            ]),
    ]).named("TriggerAuth")

    private static let secret = (
        "secret", Schema.text(1...255, pattern: FieldLimits.variablePattern).note("The variable with the secret.")
    )

    private static func only(_ type: String) -> Schema { Schema.choice([type]).note("Determines the other members.") }

    private static func auth(_ name: String, _ type: String, _ members: [(String, Schema)]) -> Schema {
        Schema.object(
            [("type", only(type))] + members, required: ["type"] + members.prefix(1).map(\.0)
        ).named("\(name)Auth")
    }
}

extension Schema {
    /// A text that is not empty.
    static let filled = Schema(["type": "string", "minLength": 1])
}
