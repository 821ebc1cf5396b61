import JSON
import PluginMessages
import Values

/// Checks one field of a node's `data`. A text with an expression in it is of any type: it is checked when it
/// runs.
struct FieldCheck {
    let field: ConfigField
    let node: WorkflowNode
    let action: String?

    private var place: Place { node.dataPlace.member(field.name) }

    func run(_ problems: inout Problems) {
        let value = node.filled(field.name)
        if field.type == .secret { return checkSecret(value, &problems) }
        if let shownFor = field.shownFor, !shownFor.contains(action ?? "") { return }
        guard let value else { return checkPresence(&problems) }
        if let text = value.string, ExpressionScanner.hasExpression(text) || mayBeCode(text) {
            if node.builtIn?.literalFields.contains(field.name) == true {
                problems.error(
                    "ir.data.literal",
                    "The field \"\(field.name)\" is needed before the workflow runs, so it cannot hold an expression.",
                    at: place, node: node.id)
            }
            return
        }
        if let problem = typeProblem(value) { return report("type", problem, &problems) }
        if let problem = optionProblem(value) { return report("options", problem, &problems) }
        if let problem = limitProblem(value) { report("validation", problem, &problems) }
    }

    /// Whether `${…}` in the text is evaluated.
    private func mayBeCode(_ text: String) -> Bool {
        guard let builtIn = node.builtIn, builtIn.codeFields.contains(field.name) else { return false }
        return text.contains("${")
    }

    private func checkPresence(_ problems: inout Problems) {
        let isRequired = field.requiredFor.map { $0.contains(action ?? "") } ?? field.required
        // Code that does nothing is still code.
        guard isRequired, field.defaultValue == nil, field.type != .code || node.data[field.name]?.string == nil else {
            return
        }
        report("required", "(\(field.label)) is required", &problems)
    }

    private func checkSecret(_ value: JSONValue?, _ problems: inout Problems) {
        guard let value, !(value.string.map(ExpressionScanner.isExpression) ?? false) else { return }
        let variable = field.envVarName ?? "NAME"
        problems.error(
            "ir.node.secretInDocument",
            "The field \"\(field.name)\" is a secret, which a document must not hold: set the environment variable "
                + "\(variable), or write {{env.\(variable)}}.", at: place, node: node.id)
    }

    private func report(_ code: String, _ problem: String, _ problems: inout Problems) {
        problems.error("ir.data.\(code)", "The field \"\(field.name)\" \(problem).", at: place, node: node.id)
    }

    private func typeProblem(_ value: JSONValue) -> String? {
        let isRight: Bool
        let wanted: String
        switch field.type {
        case .string, .select, .code, .textarea: (isRight, wanted) = (value.string != nil, "a string")
        case .number: (isRight, wanted) = (value.number != nil, "a number")
        case .boolean: (isRight, wanted) = (value.bool != nil, "true or false")
        case .multiselect:
            (isRight, wanted) = (value.array?.allSatisfy { $0.string != nil } == true, "an array of strings")
        case .json, .expression, .secret: return nil
        }
        return isRight ? nil : "must be \(wanted), not \(value.typeName)"
    }

    private func optionProblem(_ value: JSONValue) -> String? {
        guard let options = field.options else { return nil }
        let chosen = value.array?.compactMap(\.string) ?? value.string.map { [$0] } ?? []
        guard let unknown = chosen.first(where: { choice in !options.contains { $0.value == choice } }) else {
            return nil
        }
        return "is \"\(unknown)\", which is none of: \(options.map(\.value).joined(separator: ", "))"
    }

    private func limitProblem(_ value: JSONValue) -> String? {
        guard let limits = field.validation else { return nil }
        if let number = value.double {
            if let min = limits.min, number < min { return "must be at least \(JSONNumber(min).text)" }
            if let max = limits.max, number > max { return "must be at most \(JSONNumber(max).text)" }
        }
        if limits.format == .duration {
            do { _ = try DurationText.milliseconds(of: value) } catch { return "is invalid: \(error)" }
        }
        guard let text = value.string else { return nil }
        if let min = limits.minLength, text.utf16.count < min { return "must have at least \(min) characters" }
        if let max = limits.maxLength, text.utf16.count > max { return "must have at most \(max) characters" }
        return limits.shapeProblem(text)
    }
}
