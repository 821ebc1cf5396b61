import JSON
import Platform
import PluginMessages

extension Schema {
    static let document = Schema.map().note("A workflow's document (IR).").example([
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
    ])

    private static let versionMembers: KeyValuePairs<String, Schema> = [
        "id": .id, "workflowId": .id,
        "version": .whole(1...2_000_000_000).note("Counted within the workflow.").example(3),
        "target": .text.note("What it was compiled for.").example(.string(exampleProvider)),
        "locked": .flag.note("A locked version is neither deployed nor deleted.").example(false),
        "createdAt": .time,
    ]

    static let versionSummary = Schema.object(versionMembers).named("VersionSummary")

    private static let diagnostic = Schema(
        [
            "type": "object", "required": ["severity", "code", "message", "pointer"],
            "properties": [
                "severity": ["type": "string", "enum": ["error", "warning", "info"]], "code": ["type": "string"],
                "message": ["type": "string"], "pointer": ["type": "string"], "nodeId": ["type": "string"],
                "line": ["type": "integer"],
            ],
        ]
    ).named("Diagnostic")

    private static let binding = Schema(
        [
            "type": "object", "required": ["type", "name"],
            "properties": [
                "type": ["type": "string"], "name": ["type": "string"], "settings": ["type": "object"],
            ],
        ]
    ).example(["type": "secret_text", "name": "SLACK_TOKEN"]).named("Binding")

    /// What a document becomes.
    private static let artifactMembers: KeyValuePairs<String, Schema> = [
        "generatedCode": .text.note("TypeScript, one module.").example("export default {}"),
        "fileName": .text.example("order-notification.ts"),
        "bindings": .list(of: .binding).note("What the code reaches by `env`."),
        "requiredEnvironment": .list(of: .text).note("Variables that must be set before a deploy.")
            .example(["SLACK_TOKEN"]),
        "dependencies": .list(of: .object(["name": .text.example("lodash"), "range": .text.example("^4.0.0")])),
        "warnings": .list(of: .diagnostic).example([]),
    ]

    static let version = Schema.object(versionMembers).adding(["ir": .document]).adding(artifactMembers)
        .named("Version")

    static let compiled = Schema.object(artifactMembers).adding(["target": .providerID])
        .named("Compiled")

    static let newVersion = Schema.body(["ir": .document], required: ["ir"]).named("NewVersion")

    static let versionChange = Schema.body(["locked": Schema.flag.example(true)], required: ["locked"])
        .named("VersionChange")

    private static let differing = Schema.object([
        "added": .list(of: .text), "removed": .list(of: .text),
        "changed": .list(
            of: .object(["id": .text.example("note"), "members": .list(of: .text).example(["data"])])),
    ]).named("Differences")

    static let versionDiff = Schema.object([
        "nodes": .differing, "edges": .differing,
        "document": .list(of: .text).note("Other members of the document that are not the same."),
    ]).named("VersionDiff")

    static let compile = Schema.body(
        [
            "ir": .document, "kind": .choice(of: Program.Kind.self).usually("workflow"),
            "name": .text.example("Order notification"), "triggerCode": .text.example(.null),
            "dependencies": .map(of: .text),
            "provider": .text.note("For which it is compiled; absent: what its nodes say.").example(
                .string(exampleProvider)),
        ], required: ["ir"]
    ).named("CompileRequest")
}
