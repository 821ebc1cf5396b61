import JSON
import Values

/// Checks the arms that a branch declares.
struct BranchCheck {
    let node: WorkflowNode

    func run(_ problems: inout Problems) {
        guard let value = node.data["branches"], !value.isNull else { return }
        let place = node.dataPlace.member("branches")
        guard let branches = value.array else {
            problems.error(
                "ir.data.type", "The field \"branches\" must be an array, not \(value.typeName).", at: place,
                node: node.id)
            return
        }
        if branches.isEmpty {
            problems.error("ir.branch.empty", "A branch must have at least one arm.", at: place, node: node.id)
        }
        var labels: Set<String> = []
        var hasElse = false
        for (index, branch) in branches.enumerated() {
            guard let fields = ObjectFields(branch, at: place.element(index), node: node.id, &problems) else {
                continue
            }
            KnownMembers.arm.report(fields.object, at: fields.place, node: node.id, &problems)
            if let label = fields.text("label", length: 1...256, &problems), !labels.insert(label).inserted {
                problems.error(
                    "ir.branch.duplicateLabel", "Another arm has the label \"\(label)\".",
                    at: fields.place.member("label"), node: node.id)
            }
            let condition = fields.optionalText("condition", &problems)
            guard condition?.allSatisfy(\.isWhitespace) ?? (fields.optional("condition") == nil) else { continue }
            if hasElse {
                problems.error(
                    "ir.branch.severalElse", "Only one arm may have no condition (the else arm).",
                    at: fields.place.member("condition"), node: node.id)
            }
            hasElse = true
        }
    }
}
