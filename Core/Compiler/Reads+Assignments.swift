import IR
import JavaScript

/// Values that code may read and not change.
extension Reads {
    /// - Parameter assignments: Of the code; found when they are asked for, which little code needs.
    mutating func checkAssignment(
        to name: String, _ reference: ScopeAnalysis.Reference, in analysis: ScopeAnalysis,
        _ assignments: inout Assignments?, at place: () -> Place
    ) {
        guard let value = owner(of: name) else { return }
        let found = assignments ?? Assignments(analysis)
        assignments = found
        guard found.contains(reference) else { return }
        let (id, line) = (document.nodes[reader].id, analysis.line(of: reference))
        switch value {
        case .node(let source):
            problems.error(
                "ir.code.assignment",
                "\"\(name)\" is the value of the node \"\(document.nodes[source].id)\", which code cannot change. "
                    + "Assign to a variable that the code declares, and return it.", at: place(), node: id, line: line)
        case .alias(let source):
            problems.warning(
                "ir.code.assignment",
                "\"\(name)\" is the value of the node \"\(document.nodes[source].id)\", of which this code changes a copy. "
                    + "Declare a variable of another name.", at: place(), node: id, line: line)
        case .item:
            problems.error(
                "ir.code.assignment",
                "\"\(name)\" is a loop's variable, which code cannot change. Assign to a variable that the code declares.",
                at: place(), node: id, line: line)
        case .count:
            problems.warning(
                "ir.code.assignment",
                "\"\(name)\" counts the rounds of a loop, which another value disturbs. Use a \"break\" node to leave it, "
                    + "or a variable that the code declares.", at: place(), node: id, line: line)
        }
    }

    private enum Owner {
        case node(Int)
        /// A node under another name than its variable's.
        case alias(Int)
        case item, count
    }

    /// What the program has under a name; `nil` for what it does not have.
    private mutating func owner(of name: String) -> Owner? {
        if declared.contains(name) || name == "err" && locals.contains(name) { return nil }
        if locals.contains(name) { return counts.contains(name) ? .count : .item }
        if let source = source(of: name) { return .node(source) }
        if case .node(let source)? = alias(name)?.root { return .alias(source) }
        return nil
    }
}
