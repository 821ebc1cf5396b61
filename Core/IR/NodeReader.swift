import JSON
import PluginMessages

/// Reads the members that every node has.
struct NodeReader {
    private let fields: ObjectFields
    private let index: Int

    init?(_ value: JSONValue, index: Int, _ problems: inout Problems) {
        let pointer = JSONPointer.root.appending("nodes").appending(index)
        guard let fields = ObjectFields(value, at: pointer, node: value["id"]?.string, &problems) else { return nil }
        self.fields = fields
        self.index = index
    }

    /// `nil`, with problems, when there is no use in looking at the node further.
    func read(_ problems: inout Problems) -> WorkflowNode? {
        let id = fields.text("id", length: 1...Int.max, &problems)
        if let id, !TextFormat.isName(id) {
            problems.error(
                "ir.node.id", "A node's id has letters, digits, '-' and '_' only.", at: fields.pointer.appending("id"),
                node: id)
        }
        let type = fields.text("type", length: 1...Int.max, &problems)
        let name = fields.text("name", length: 1...256, &problems)
        let version = fields.text("version", length: 1...Int.max, &problems)
        if let version, !TextFormat.isSemanticVersion(version) {
            problems.error(
                "ir.node.version", "\"\(version)\" is no semantic version such as 1.0.0.",
                at: fields.pointer.appending("version"), node: fields.node)
        }
        let provider = fields.text("provider", length: 1...Int.max, &problems)
        readPosition(&problems)
        let data = fields.fields("data", &problems)
        let config = readConfig(&problems)
        guard let id, let type, let name, let version, let provider, let data else { return nil }
        return WorkflowNode(
            id: id, type: type, name: name, version: version, provider: provider, data: data.object, config: config,
            index: index)
    }

    private func readPosition(_ problems: inout Problems) {
        guard let position = fields.fields("position", &problems) else { return }
        for key in ["x", "y"] {
            guard let value = position.required(key, &problems), value.number == nil else { continue }
            let _: Double? = position.wrongType(key, "a number", value, &problems)
        }
    }

    private func readConfig(_ problems: inout Problems) -> NodeConfig {
        var config = NodeConfig()
        guard let value = fields.object["config"], !value.isNull,
            let object = ObjectFields(value, at: fields.pointer.appending("config"), node: fields.node, &problems)
        else { return config }
        config.timeout = duration("timeout", of: object, &problems)
        guard let value = object.object["retries"], !value.isNull, let retries = object.fields("retries", &problems)
        else {
            return config
        }
        config.retryLimit = retries.integer("limit", atLeast: 0, &problems)
        if retries.required("delay", &problems) != nil { config.retryDelay = duration("delay", of: retries, &problems) }
        if let backoff = retries.object["backoff"] {
            config.backoff = backoff.string.flatMap(StepOptions.Backoff.init(rawValue:))
            if config.backoff == nil {
                problems.error(
                    "ir.field.options", "The back-off must be constant, linear or exponential.",
                    at: retries.pointer.appending("backoff"), node: fields.node)
            }
        }
        return config
    }

    private func duration(_ key: String, of object: ObjectFields, _ problems: inout Problems) -> JSONValue? {
        guard let value = object.object[key], !value.isNull else { return nil }
        if let problem = DurationText.problem(value) {
            problems.error("ir.field.duration", problem, at: object.pointer.appending(key), node: fields.node)
        }
        return value
    }
}
