import IR
import PluginMessages

/// The expressions that read what is not there on every way. A node that stands in several arms of a branch reads
/// once in each.
struct ReadTracker {
    struct Expression {
        let text: String
        let place: Place
        /// Where it stands in code; `nil` in a text.
        let line: Int?
        /// Whether it is a variable in code, which the code may find undefined, and not `{{…}}`.
        let isName: Bool
        /// Whether it is the first that a loop reads, and a member of it is read.
        var failsWithoutValue = false
    }

    private struct Entry {
        let reader: Int
        let source: Int
        let expression: Expression
        var isThereSometimes = false
        /// Whether the reader is in an arm of the source.
        var isInside = false
        /// The copies of the reader in which the source has not run.
        var missing: Set<Int> = []
    }

    private struct Key: Hashable {
        let pointer: String
        let source: Int
    }

    private var entries: [Entry] = []
    private var indexes: [Key: Int] = [:]

    mutating func add(
        _ state: Availability.State, reader: Int, of source: Int, _ expression: Expression, copy: Int,
        isAround: Bool = false
    ) {
        let key = Key(pointer: expression.place.pointer.text, source: source)
        let index = indexes[key] ?? entries.count
        if index == entries.count {
            indexes[key] = index
            entries.append(Entry(reader: reader, source: source, expression: expression))
        }
        if isAround { entries[index].isInside = true }
        switch state {
        case .never: entries[index].missing.insert(copy)
        case .sometimes, .always: entries[index].isThereSometimes = true
        }
    }

    func report(_ document: WorkflowDocument, _ blocks: BlockTree, _ problems: inout Problems) {
        for entry in entries {
            let source = document.nodes[entry.source].id
            let reader = document.nodes[entry.reader].id
            let text = entry.expression.text
            let isThereSometimes = entry.isThereSometimes || entry.missing.count < blocks.copies(of: entry.reader)
            let line = entry.expression.line
            if entry.expression.isName {
                guard !isThereSometimes else { continue }
                let message =
                    entry.source == entry.reader
                    ? "\"\(text)\" is the value of this node, which is there when its code has ended. Read it in a node that runs after it."
                    : entry.isInside
                        ? "\"\(text)\": \(around(document, entry.source, reader: reader))"
                        : "\"\(text)\" is the value of the node \"\(source)\", which does not run before \"\(reader)\"."
                problems.warning(
                    "ir.code.undefinedName", message,
                    at: entry.expression.place, node: reader, line: line)
            } else if isThereSometimes {
                problems.warning(
                    "ir.expression.maybeUndefined",
                    "\(text): \"\(source)\" runs before \"\(reader)\" on some paths only; on the others the value is undefined.",
                    at: entry.expression.place, node: reader, line: line)
            } else {
                problems.error(
                    "ir.expression.notBefore",
                    entry.isInside
                        ? "\(text): \(around(document, entry.source, reader: reader))"
                        : "\(text): \"\(source)\" does not run before \"\(reader)\". Add an edge so that it does.",
                    at: entry.expression.place, node: reader, line: line)
            }
        }
    }

    /// Why a container cannot be read in one of its arms, and what can be in the body of a loop.
    private func around(_ document: WorkflowDocument, _ source: Int, reader: String) -> String {
        let node = document.nodes[source]
        let hasItem = node.builtIn == .loop && node.data["loopType"] == "forEach"
        return "\"\(reader)\" runs inside \"\(node.id)\", whose value is there after it has ended. "
            + (hasItem ? "The item of the round is {{\(node.itemVariable)}}." : "Read it in a node that runs after it.")
    }
}
