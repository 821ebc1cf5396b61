import IR
import JSON
import PluginMessages

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
        var problems = FieldProblems()
        for field in schema {
            let pointer = root.appending(field.name)
            switch values[field.name] {
            case nil, .null?:
                if field.required { problems.add("required", "\(field.label) is required", at: pointer) }
            case let value?:
                check(value, as: field, at: pointer, &problems)
            }
        }
        for name in values.keys where !schema.contains(where: { $0.name == name }) {
            let known = schema.isEmpty ? "it takes none" : "it takes \(schema.map(\.name).joined(separator: ", "))"
            problems.add("unknown", "is no \(noun): \(known)", at: root.appending(name))
        }
        return problems.diagnostics
    }

    private func check(
        _ value: JSONValue, as field: ConfigField, at pointer: JSONPointer, _ problems: inout FieldProblems
    ) {
        switch field.type {
        case .string, .secret, .textarea, .code, .expression:
            guard let text = value.string else { return problems.add("type", "must be a string", at: pointer) }
            if field.required, text.allSatisfy(\.isWhitespace) {
                problems.add("required", "\(field.label) is required", at: pointer)
            }
            let shortest = field.validation?.minLength ?? 0
            problems.check(
                text, shortest...max(shortest, field.validation?.maxLength ?? FieldLimits.pluginText), at: pointer)
            if let problem = field.validation?.shapeProblem(text) { problems.add("format", problem, at: pointer) }
        case .number:
            guard let number = value.double else { return problems.add("type", "must be a number", at: pointer) }
            if let least = field.validation?.min, number < least {
                problems.add("range", "must be at least \(least)", at: pointer)
            }
            if let most = field.validation?.max, number > most {
                problems.add("range", "must be at most \(most)", at: pointer)
            }
        case .boolean:
            if value.bool == nil { problems.add("type", "must be true or false", at: pointer) }
        case .select:
            checkOption(value, of: field, at: pointer, &problems)
        case .multiselect:
            guard let values = value.array else { return problems.add("type", "must be an array", at: pointer) }
            for (index, value) in values.enumerated() {
                checkOption(value, of: field, at: pointer.appending(index), &problems)
            }
        case .json:
            break
        }
    }

    private func checkOption(
        _ value: JSONValue, of field: ConfigField, at pointer: JSONPointer, _ problems: inout FieldProblems
    ) {
        let options = field.options?.map(\.value) ?? []
        if value.string.map(options.contains) != true {
            problems.add("option", "must be one of \(options.joined(separator: ", "))", at: pointer)
        }
    }
}
