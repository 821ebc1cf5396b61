import JSON
import PluginMessages
import Values

/// Checks a node's type, version and `data` against its definition.
struct NodeCheck {
    let catalog: any NodeCatalog
    let kind: Program.Kind
    let target: String?

    func run(_ node: WorkflowNode, _ problems: inout Problems) {
        if let builtIn = node.builtIn {
            check(node, BuiltInNodes.fields(of: builtIn), &problems)
        } else if !node.type.isEmpty, let definition = definition(of: node, &problems) {
            check(node, definition.configSchema, &problems)
        }
        switch node.builtIn {
        case .branch: BranchCheck(node: node).run(&problems)
        case .loop: LoopCheck(node: node).run(&problems)
        case .exit: checkCode("condition", of: node, &problems)
        case .waitForEvent: checkEventType(of: node, &problems)
        case .httpRequest:
            checkObject("headers", of: node, &problems)
            HeaderCheck(node: node).run(&problems)
            checkObject("queryParams", of: node, &problems)
            checkBody(of: node, method: "GET", &problems)
        case .subScript:
            checkObject("headers", of: node, &problems)
            HeaderCheck(node: node).run(&problems)
            checkBody(of: node, method: "POST", &problems)
        case .step, .sleep, .sleepUntil, .parallel, .race, .tryCatch, .subWorkflow, nil: break
        }
        TimeCheck(node: node).run(&problems)
        guard kind == .script else { return }
        if node.builtIn?.needsDurableRun == true {
            problems.error(
                "ir.script.node", "A script cannot wait: \"\(node.type)\" is for workflows.",
                at: node.place.member("type"), node: node.id)
        }
        if node.name == "EXPORT_" {
            problems.error(
                "ir.script.export", "EXPORT_ must be followed by the name under which the value is returned.",
                at: node.place.member("name"), node: node.id)
        }
    }

    private func check(_ node: WorkflowNode, _ fields: [ConfigField], _ problems: inout Problems) {
        let action = node.builtIn == nil ? action(of: node, fields) : nil
        // By index: a field is a large value to copy, and most are absent and may be.
        for index in fields.indices {
            let value = node.data[fields[index].name]
            if value == nil, fields[index].isOptional { continue }
            if case .string? = value, fields[index].isPlainCode { continue }
            FieldCheck(field: fields[index], node: node, action: action).run(&problems)
        }
        if node.takesCredential(fields) { CredentialFieldCheck(node: node, fields: fields).run(&problems) }
        DataCheck(node: node, fields: fields).run(&problems)
    }

    private func definition(of node: WorkflowNode, _ problems: inout Problems) -> NodeDefinition? {
        let versions = catalog.versions(of: node.type)
        guard !versions.isEmpty else {
            let types = BuiltInNode.allCases.map(\.rawValue) + catalog.types
            let meant = NearestName.nearest(to: node.type, among: types).map { "; did you mean \"\($0)\"?" }
            problems.error(
                "ir.node.unknownType",
                "Unknown node type \"\(node.type)\""
                    + (ForeignNodeType.advice(for: node.type) ?? meant
                        ?? ". If it is a marketplace node, install it with POST /api/marketplace/install."),
                at: node.place.member("type"), node: node.id)
            return nil
        }
        guard let definition = catalog.definition(type: node.type, version: node.version) else {
            problems.error(
                "ir.node.unknownVersion",
                "The node \"\(node.type)\" has no version \(node.version) here; loaded: \(versions.joined(separator: ", ")).",
                at: node.place.member("version"), node: node.id)
            return nil
        }
        if definition.version != node.version {
            problems.warning(
                "ir.node.otherVersion",
                "\(node.type) \(node.version) is not installed; \(definition.version), which is compatible, is used.",
                at: node.place.member("version"), node: node.id)
        }
        if let target, catalog.template(type: node.type, version: node.version, target: target) == nil {
            problems.error(
                "ir.node.target",
                "The node \"\(node.type)\" \(node.version) has no code for \"\(target)\"; it has for: "
                    + definition.providers.joined(separator: ", ") + ".",
                at: node.place.member("provider"), node: node.id)
        }
        if definition.deprecated == true {
            let instead = definition.replacedBy.map { " Use \"\($0)\"." } ?? ""
            problems.warning(
                "ir.node.deprecated",
                definition.deprecationMessage ?? "The node \"\(node.type)\" \(node.version) is deprecated.\(instead)",
                at: node.place.member("type"), node: node.id)
        }
        return definition
    }

    /// The action that decides which fields are shown and required.
    private func action(of node: WorkflowNode, _ fields: [ConfigField]) -> String? {
        node.data["action"]?.string ?? fields.first { $0.name == "action" }?.defaultValue?.string
    }

    private func checkEventType(of node: WorkflowNode, _ problems: inout Problems) {
        guard let type = node.data["eventType"]?.string, !type.isEmpty, !TextFormat.isName(type),
            !ExpressionScanner.hasExpression(type)
        else { return }
        problems.error(
            "ir.data.validation", "An event type can contain only letters, digits, '-' and '_'.",
            at: node.dataPlace.member("eventType"), node: node.id)
    }

    private func checkObject(_ key: String, of node: WorkflowNode, _ problems: inout Problems) {
        guard let value = node.filled(key), value.object == nil else { return }
        if let text = value.string, ExpressionScanner.isExpression(text) || JSONTemplate.object(text) != nil { return }
        problems.error(
            "ir.data.type",
            "The field \"\(key)\" is \(value.typeName); expected an object, a text that is a JSON object, or one "
                + "expression.", at: node.dataPlace.member(key), node: node.id)
    }

    /// - Parameter method: Of a node that names none.
    private func checkBody(of node: WorkflowNode, method: String, _ problems: inout Problems) {
        let method = (node.filled("method")?.string ?? method).uppercased()
        guard method == "GET" || method == "HEAD", let body = node.filled("body"),
            body.object?.isEmpty != true, body.array?.isEmpty != true
        else { return }
        problems.warning(
            "ir.http.body",
            "A \(method) request is sent without its body. Use POST, PUT or PATCH, or pass the values in the URL's query.",
            at: node.dataPlace.member("body"), node: node.id)
    }

    private func checkCode(_ key: String, of node: WorkflowNode, _ problems: inout Problems) {
        guard let value = node.data[key], !value.isNull, value.string == nil else { return }
        problems.error(
            "ir.data.type", "The field \"\(key)\" must be a JavaScript expression in a string, not \(value.typeName).",
            at: node.dataPlace.member(key), node: node.id)
    }
}

extension ConfigField {
    fileprivate var isOptional: Bool { !required && requiredFor == nil }

    /// Any string will do.
    fileprivate var isPlainCode: Bool { type == .code && validation == nil && options == nil }
}
