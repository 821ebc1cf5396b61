import Forms
import IR
import JavaScript
import PluginMessages

/// What is wrong with a manifest that a server would load: people would meet it later.
package struct ManifestReview: Sendable {
    private let manifest: Manifest

    package init(_ manifest: Manifest) { self.manifest = manifest }

    /// One sentence each.
    package var problems: [String] {
        manifest.nodes.flatMap { problems(of: $0) } + forms.flatMap { problems(of: $0) }
            + ContributionReview(manifest: manifest).problems + manifest.templates.flatMap { problems(of: $0) }
    }

    /// Regular expressions that fail when the code runs, which no type check finds.
    private func problems(of template: NodeTemplate) -> [String] {
        let source = JavaScriptSource(template.source)
        return InvalidRegularExpression.all(in: ScopeAnalysis(source)).map {
            "The template of the node \"\(template.node)\" \(template.version) for \"\(template.target)\", line "
                + "\(source.line(at: $0.offset)): \($0.text) is not a valid regular expression: \($0.reason)."
        }
    }

    private func problems(of node: NodeDefinition) -> [String] {
        var problems: [String] = []
        if BuiltInNode(rawValue: node.id) != nil {
            problems.append("The node id \"\(node.id)\" is a built-in node type. Choose another id.")
        }
        if let icon = node.icon {
            problems += IconReview(icon).problems.map { "The icon of the node \"\(node.id)\" \($0)." }
        }
        for field in node.configSchema {
            for list in field.optionsFrom?.lists ?? [] {
                problems += list.problems(among: node.configSchema).map {
                    "The options of the field \"\(field.name)\" of the node \"\(node.id)\" cannot be listed. \($0)"
                }
            }
        }
        return problems
    }

    private struct Form {
        let owner: String
        let fields: [ConfigField]
    }

    private var forms: [Form] {
        manifest.nodes.map { Form(owner: "node \"\($0.id)\"", fields: $0.configSchema) }
            + manifest.providers.map {
                Form(owner: "provider \"\($0.id)\"", fields: $0.credentialSchema + $0.configSchema)
            }
            + manifest.resources.map { Form(owner: "endpoint \"\($0.id)\"", fields: $0.query + $0.body) }
    }

    private func problems(of form: Form) -> [String] {
        form.fields.compactMap { field -> String? in
            guard let rule = field.validation else { return nil }
            let isEmpty =
                rule.min ?? -.infinity > rule.max ?? .infinity || rule.minLength ?? 0 > rule.maxLength ?? .max
            guard isEmpty else { return nil }
            return "The field \"\(field.name)\" of the \(form.owner) accepts no value: its minimum is above its "
                + "maximum."
        } + faultyDefaults(of: form)
    }

    private func faultyDefaults(of form: Form) -> [String] {
        form.fields.flatMap { field -> [String] in
            guard let value = field.defaultValue, !value.isNull else { return [] }
            let place = "The default of the field \"\(field.name)\" of the \(form.owner)"
            if field.type == .secret { return ["\(place) is a secret, which is public there. Remove it."] }
            if let text = value.string, ExpressionScanner.hasExpression(text) { return [] }
            return FormValidator().faults(of: value, as: field).map {
                Sentence.ended("\(place) is not valid: it \($0.message)")
            }
        }
    }
}
