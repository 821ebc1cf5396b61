import JSON
import Values

/// Checks what a loop needs for its kind, and the names that it gives to item and index.
struct LoopCheck {
    let node: WorkflowNode

    func run(_ problems: inout Problems) {
        switch node.data["loopType"]?.string {
        case "forEach":
            require("collection", &problems)
            if let type = node.data["collection"].flatMap(typeOfNoCollection) {
                problems.error(
                    "ir.data.type",
                    "The field \"collection\" must be an array, an expression or JavaScript, not \(type).",
                    at: node.dataPlace.member("collection"), node: node.id)
            }
        case "while":
            if let value = node.data["condition"], !value.isNull, value.string == nil {
                problems.error(
                    "ir.data.type", "The field \"condition\" must be a JavaScript expression in a string.",
                    at: node.dataPlace.member("condition"), node: node.id)
            }
        case "times":
            require("count", &problems)
            if let value = node.data["count"], value.number != nil, value.int == nil {
                problems.error(
                    "ir.data.validation", "The field \"count\" must be a whole number.",
                    at: node.dataPlace.member("count"), node: node.id)
            }
        default: break
        }
        let item = node.itemVariable
        let index = node.indexVariable
        check(item, "itemVar", &problems)
        check(index, "indexVar", &problems)
        if item == index {
            problems.error(
                "ir.loop.variable", "Item and index are both named \"\(item)\".",
                at: node.dataPlace.member("indexVar"), node: node.id)
        }
    }

    /// What a value, or the JSON that a text is, is called that no loop can go over.
    private func typeOfNoCollection(_ value: JSONValue) -> String? {
        switch value {
        case .null, .array: nil
        case .bool, .number, .object: value.typeName
        case .string(let text):
            ExpressionScanner.hasExpression(text)
                ? nil : JSONTemplate.value(text).flatMap { $0.array == nil ? $0.typeName : nil }
        }
    }

    private func require(_ key: String, _ problems: inout Problems) {
        if let value = node.filled(key), value.string?.allSatisfy(\.isWhitespace) != true { return }
        problems.error(
            "ir.data.required", "A loop of this kind needs the field \"\(key)\".", at: node.dataPlace.member(key),
            node: node.id)
    }

    private func check(_ name: String, _ key: String, _ problems: inout Problems) {
        guard
            !JavaScriptName.isIdentifier(name) || JavaScriptName.isOurs(name)
                || JavaScriptName.boundInRuns.contains(name)
        else { return }
        problems.error(
            "ir.loop.variable", "\"\(name)\" cannot be the name of a variable here.", at: node.dataPlace.member(key),
            node: node.id)
    }
}

extension WorkflowNode {
    /// The variables that a loop binds in its body.
    package var itemVariable: String { text("itemVar") ?? "item" }
    package var indexVariable: String { text("indexVar") ?? "i" }

    private func text(_ key: String) -> String? { filled(key)?.string }
}
