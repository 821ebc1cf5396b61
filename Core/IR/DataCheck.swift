import JSON
import PluginMessages
import Values

/// Checks what a node's `data` holds besides the values of its fields: members that no field is for, and numbers that the
/// program cannot read as they are written.
struct DataCheck {
    let node: WorkflowNode
    let fields: [ConfigField]

    /// What editors keep in `data` for themselves.
    private static let editors: Set<String> = ["label", "description", "notes", "icon", "color", "ui"]

    func run(_ problems: inout Problems) {
        for member in node.data.members {
            checkNumbers(member.value, of: member.key, &problems)
            // By index: a field is a large value to copy.
            if !fields.indices.contains(where: { fields[$0].name == member.key }) { report(member.key, &problems) }
        }
    }

    private func checkNumbers(_ value: JSONValue, of key: String, _ problems: inout Problems) {
        switch value {
        case .null, .bool: return
        case .string(let text):
            guard node.builtIn?.valueTexts.contains(key) == true, LargeIntegers.mayHave(text),
                let value = JSONTemplate.value(text), value.string == nil
            else { return }
            for (_, spelling) in LargeIntegers.find(in: value, at: node.dataPlace.member(key)) {
                problems.warning(
                    "ir.number.large", LargeIntegers.warning(spelling), at: node.dataPlace.member(key), node: node.id)
            }
        case .number(let number) where !LargeIntegers.isLarge(number): return
        case .number, .array, .object:
            for (place, spelling) in LargeIntegers.find(in: value, at: node.dataPlace.member(key)) {
                problems.warning("ir.number.large", LargeIntegers.warning(spelling), at: place, node: node.id)
            }
        }
    }

    private func report(_ key: String, _ problems: inout Problems) {
        if key == CredentialFieldCheck.field, node.takesCredential(fields) { return }
        guard !Self.editors.contains(key), !key.hasPrefix("_"), !key.hasPrefix("$") else { return }
        problems.warning(
            "ir.data.unknown", "\(node.type) has no field \"\(key)\"\(advice(key))", at: node.dataPlace.member(key),
            node: node.id)
    }

    private func advice(_ key: String) -> String {
        if let place = Self.inConfig[key] { return "; write it as \(place)." }
        let names = fields.map(\.name)
        if let nearest = NearestName.nearest(to: key, among: names) { return "; did you mean \"\(nearest)\"?" }
        return names.isEmpty ? "; it has no fields." : "; its fields are \(names.joined(separator: ", "))."
    }

    /// Retries and timeouts of nodes whose `data` has no fields for them.
    private static let inConfig = [
        "retryLimit": "config.retries.limit", "retryDelay": "config.retries.delay", "backoff": "config.retries.backoff",
        "timeout": "config.timeout", "retries": "config.retries",
    ]
}
