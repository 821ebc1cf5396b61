import JSON
import Platform
import PluginMessages

/// Nodes, the marketplace and plugins.
extension Schema {
    /// What a node's definition has in any case; the rest of it is the plugin's.
    static let node = Schema([
        "type": "object",
        "required": [
            "id", "name", "version", "description", "category", "tags", "configSchema", "outputSchema", "providers",
        ],
        "properties": [
            "id": ["type": "string", "examples": ["http_request"]],
            "name": ["type": "string", "examples": ["HTTP request"]],
            "version": ["type": "string", "examples": ["1.0.0"]], "description": ["type": "string"],
            "category": ["type": "string"], "tags": ["type": "array", "items": ["type": "string"]],
            "configSchema": ["type": "object", "description": "The fields of the node's `data`, by name."],
            "outputSchema": ["type": "object", "description": "The shape of the node's output."],
            "providers": ["type": "array", "items": ["type": "string"]],
            "icon": ["type": "string"], "docsUrl": ["type": "string"], "author": ["type": "string"],
            "license": ["type": "string"], "dependencies": ["type": "object"], "runtime": ["type": "object"],
            "deprecated": ["type": "boolean"], "deprecationMessage": ["type": "string"],
            "replacedBy": ["type": "string"],
        ],
    ]).named("Node")

    static let template = Schema.object([
        "nodeId": .text.example("slack"), "version": .text.example("1.0.0"),
        "provider": .text.note("The target of the template.").example(.string(exampleProvider)),
        "source": .text.note("TypeScript source.").example("export default async () => {}"),
    ]).named("NodeTemplate")

    static let optionsRequest = Schema.body(
        [
            "field": Schema.text.note("Name of a field in the node's `configSchema`.").example("channel"),
            "version": Schema.text.note("If omitted, the version that new documents use.").example("1.0.0"),
            "config": Schema.map().note("The current values of the node's `data`."),
        ], required: ["field"]
    ).named("OptionsRequest")

    static let option = Schema.object(["value": .text, "label": .text]).named("Option")
}
