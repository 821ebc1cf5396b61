import JSON
import PluginMessages
import Values

/// Reads the members that every node has.
struct NodeReader {
    private let fields: ObjectFields
    private let index: Int

    init?(_ value: JSONValue, index: Int, _ problems: inout Problems) {
        guard
            let fields = ObjectFields(value, at: Place.nodes.element(index), node: value["id"]?.string, &problems)
        else { return nil }
        self.fields = fields
        self.index = index
    }

    /// A node whose id can be read is kept whatever else it lacks, so that edges to it are not wrong too.
    func read(_ problems: inout Problems) -> WorkflowNode? {
        let id = fields.text("id", &problems)
        if let id, !TextFormat.isName(id) {
            problems.error(
                "ir.node.id", "A node's id can contain only letters, digits, '-' and '_'.",
                at: fields.place.member("id"),
                node: id)
        }
        if let id, let root = ReservedRoot(rawValue: id) {
            problems.warning(
                "ir.node.reservedId",
                "{{\(id)}} reads \(root.meaning), not the value of the node \"\(id)\". Give the node another id.",
                at: fields.place.member("id"), node: id)
        }
        let type = fields.text("type", &problems)
        let name = fields.text("name", length: 1...256, &problems)
        fields.checkControls(in: "name", &problems)
        let version = fields.text("version", &problems)
        if let version, SemanticVersion(version) == nil {
            problems.error(
                "ir.node.version", "\"\(version)\" is not a valid version; expected a semantic version such as 1.0.0.",
                at: fields.place.member("version"), node: fields.node)
        }
        let provider = fields.text("provider", &problems)
        readPosition(&problems)
        let data = fields.fields("data", &problems)
        let config = readConfig(&problems)
        let builtIn = type.flatMap(BuiltInNode.named)
        KnownMembers.node.report(fields.object, at: fields.place, node: fields.node, &problems) { key in
            builtIn.flatMap { BuiltInNodes.fields(of: $0).contains { $0.name == key } ? "data.\(key)" : nil }
        }
        guard let id else { return nil }
        return WorkflowNode(
            id: id, type: type ?? "", builtIn: builtIn, name: name ?? id,
            version: version ?? "", provider: provider ?? "", data: data?.object ?? JSONObject(), config: config,
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
        guard let value = fields.optional("config"),
            let object = ObjectFields(value, at: fields.place.member("config"), node: fields.node, &problems)
        else { return config }
        KnownMembers.config.report(object.object, at: object.place, node: fields.node, &problems)
        config.timeout = duration("timeout", of: object, &problems)
        guard object.optional("retries") != nil, let retries = object.fields("retries", &problems) else {
            return config
        }
        KnownMembers.retries.report(retries.object, at: retries.place, node: fields.node, &problems)
        config.retryLimit = retries.integer("limit", atLeast: 0, &problems)
        if let delay = retries.required("delay", &problems) {
            config.retryDelay = milliseconds(of: delay, at: retries.place.member("delay"), &problems)
        }
        if let backoff = retries.optional("backoff") {
            config.backoff = backoff.string.flatMap(StepOptions.Backoff.init(rawValue:))
            if config.backoff == nil {
                problems.error(
                    "ir.field.options", "The back-off must be constant, linear or exponential.",
                    at: retries.place.member("backoff"), node: fields.node)
            }
        }
        return config
    }

    private func duration(_ key: String, of object: ObjectFields, _ problems: inout Problems) -> Int? {
        object.optional(key).flatMap { milliseconds(of: $0, at: object.place.member(key), &problems) }
    }

    private func milliseconds(of value: JSONValue, at place: Place, _ problems: inout Problems) -> Int? {
        do {
            return try DurationText.milliseconds(of: value, numbersAre: .seconds)
        } catch {
            problems.error("ir.field.duration", "\(error).", at: place, node: fields.node)
            return nil
        }
    }
}

extension BuiltInNode {
    private static let names = Dictionary(
        allCases.map { ($0.rawValue, $0) }, uniquingKeysWith: { first, _ in first })

    static func named(_ type: String) -> BuiltInNode? { names[type] }
}
