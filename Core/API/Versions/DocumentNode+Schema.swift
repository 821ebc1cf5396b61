import IR
import JSON
import PluginMessages

extension Schema {
    /// A node of a document: of one of the built-in types, or of a plugin's.
    static let documentNode = Schema.one(of: BuiltInNodes.definitions.map(builtIn) + [ofPlugin]).named("DocumentNode")

    private static func builtIn(_ definition: NodeDefinition) -> Schema {
        let fields = definition.configSchema
        let needed = fields.filter { $0.required && $0.defaultValue == nil }.map(\.name)
        let data = Schema.object(fields.map { ($0.name, value(of: $0)) }, required: needed)
        let words = definition.id.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }
        return documentNode(
            Schema.choice([definition.id]).note("A built-in type."), data.note("The fields of the type.")
        ).note(definition.description)
            .named(words.joined().replacing("Http", with: "HTTP") + "Node")
    }

    private static let ofPlugin = documentNode(
        Schema([
            "type": "string", "minLength": 1,
            "pattern": .string("^(?!(?:\(BuiltInNodes.definitions.map(\.id).joined(separator: "|")))$)"),
        ]).note("The type of an installed node."),
        Schema.map().note("The node's fields, as its `configSchema` has them.")
    ).note("A node of a plugin.").named("PluginNode")

    private static func documentNode(_ type: Schema, _ data: Schema) -> Schema {
        .object(
            [
                (
                    "id",
                    Schema(["type": "string", "minLength": 1, "pattern": "^[A-Za-z0-9_-]+$"])
                        .note("Unique among the nodes; expressions name it.")
                ), ("type", type),
                ("name", Schema.text(1...256).note("The display name, also used for the node's steps.")),
                ("version", filled.note("A semantic version.")),
                ("provider", filled.note("The provider to compile for, the same for all nodes.")),
                ("position", position.note("The position of the node in the editor.")),
                ("data", data),
                ("config", configuration.orNull.note("Retries and timeout.")),
            ], required: ["id", "type", "name", "version", "provider", "position", "data"])
    }

    private static let position = Schema.object([
        "x": Schema.number.note("From left to right."), "y": Schema.number.note("From top to bottom."),
    ]).named("NodePosition")

    private static let configuration: Schema = {
        let duration = Schema(["type": ["number", "string"]]).note("Seconds, or a duration such as `5 minutes`.")
        let retries = Schema.object(
            [
                ("limit", .count.note("Attempts after the first.")), ("delay", duration),
                ("backoff", Schema.choice(["constant", "linear", "exponential"]).orNull.note("How the delay grows.")),
            ], required: ["limit", "delay"]
        ).named("NodeRetries")
        return Schema.object(
            [
                ("retries", retries.orNull.note("Attempts after one that failed.")),
                (
                    "timeout",
                    duration.orNull.note("Timeout of an attempt: seconds, or a duration such as `5 minutes`.")
                ),
            ], required: []
        ).named("NodeConfiguration")
    }()

    /// Of any type that the field may be written in: a text may be an expression; `null` and an empty text count as absent.
    private static func value(of field: ConfigField) -> Schema {
        var json: JSONObject = [:]
        switch field.type {
        case _ where field.validation?.format == .duration: json["type"] = ["number", "string", "null"]
        case .string, .secret, .textarea, .code, .select: json["type"] = ["string", "null"]
        case .number: json["type"] = ["number", "string", "null"]
        case .boolean: json["type"] = ["boolean", "string", "null"]
        case .expression, .json, .multiselect: break
        }
        json["description"] = .string(field.description ?? field.label)
        json["default"] = field.defaultValue
        return Schema(json)
    }
}
