import Forms
import JSON
import PluginMessages
import Values

/// Holds an object that somebody sent against the schema that a plugin has for it.
struct SchemaCheck {
    private let schema: [ConfigField]
    private let root: JSONPointer
    private let noun: String

    /// - Parameters:
    ///   - member: Of the request, which holds the object; empty when it is the whole.
    ///   - noun: What a field of it is: `credential of this provider`.
    init(_ schema: [ConfigField], of member: String, noun: String) {
        self.schema = schema
        self.noun = noun
        root = member.isEmpty ? .root : .root.appending(member)
    }

    func problems(of values: JSONObject) -> [Diagnostic] {
        var problems = Problems()
        for field in schema {
            let pointer = root.appending(field.name)
            switch values[field.name] {
            case nil, .null?:
                // What is left out has the default.
                if field.required, field.defaultValue == nil {
                    problems.add("required", "\(field.label) is required", at: pointer)
                }
            case .string(let text)? where field.required && text.allSatisfy(\.isWhitespace):
                problems.add("required", "\(field.label) is required", at: pointer)
            case let value?:
                for fault in FormValidator(longestText: FieldLimits.pluginText).faults(of: value, as: field) {
                    problems.add(
                        fault.kind.rawValue, fault.message, at: fault.element.map(pointer.appending) ?? pointer)
                }
            }
        }
        let names = schema.map(\.name)
        for name in values.keys where !names.contains(name) {
            problems.add("unknown", unknown(name, names), at: root.appending(name))
        }
        return problems.diagnostics
    }

    private func unknown(_ name: String, _ names: [String]) -> String {
        guard !names.isEmpty else { return "is not a valid \(noun); none is expected" }
        let hint = NearestName.nearest(to: name, among: names).map { "; did you mean \"\($0)\"?" } ?? ""
        return "is not a valid \(noun); expected \(names.joined(separator: ", "))\(hint)"
    }
}
