import Forms
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
        if field.name == "url", let text = value.string, Self.isTemplateLiteral(text), node.builtIn != nil {
            return report(
                "validation", "is in backticks, which are part of the URL; write it without them: ${…} is evaluated",
                at: place, &problems)
        }
        if let text = value.string, ExpressionScanner.hasExpression(text) || mayBeCode(text) {
            if node.builtIn?.literalFields.contains(field.name) == true {
                problems.error(
                    "ir.data.literal",
                    "The field \"\(field.name)\" is needed before the workflow runs, so it cannot contain an "
                        + "expression.",
                    at: place, node: node.id)
            } else if let problem = MixedText.problem(of: text, as: field.validation?.format) {
                report("validation", problem, at: place, &problems)
            }
            return
        }
        for fault in FormValidator().faults(of: value, as: field) {
            report(fault.kind.code, fault.message, at: fault.element.map(place.element) ?? place, &problems)
        }
    }

    private static func isTemplateLiteral(_ text: String) -> Bool {
        text.utf8.first == UInt8(ascii: "`") && text.utf8.last == UInt8(ascii: "`")
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
        report("required", "(\(field.label)) is required", at: place, &problems)
    }

    private func checkSecret(_ value: JSONValue?, _ problems: inout Problems) {
        guard let value, !(value.string.map(ExpressionScanner.isExpression) ?? false) else { return }
        let variable = field.envVarName ?? "NAME"
        problems.error(
            "ir.node.secretInDocument",
            "The field \"\(field.name)\" is a secret, which a document must not contain: set the environment variable "
                + "\(variable), or write {{env.\(variable)}}.", at: place, node: node.id)
    }

    private func report(_ code: String, _ problem: String, at place: Place, _ problems: inout Problems) {
        problems.error(
            "ir.data.\(code)", Sentence.ended("The field \"\(field.name)\" \(problem)"), at: place, node: node.id)
    }
}

extension FieldFault.Kind {
    /// The last part of the code of a problem of a node's `data`.
    fileprivate var code: String {
        switch self {
        case .type: "type"
        case .option: "options"
        case .range, .length, .format: "validation"
        }
    }
}
