import JSON

/// Collects what is wrong with something that somebody sent; nothing stops at the first.
package struct Problems: Sendable {
    package private(set) var diagnostics: [Diagnostic] = []
    package private(set) var hasErrors = false

    package init() {}

    package mutating func add(_ diagnostic: Diagnostic) {
        diagnostics.append(diagnostic)
        hasErrors = hasErrors || diagnostic.severity == .error
    }

    package mutating func add(_ other: Problems) { add(other.diagnostics) }

    package mutating func add(_ more: [Diagnostic]) {
        diagnostics += more
        hasErrors = hasErrors || more.contains { $0.severity == .error }
    }

    /// Takes over the problems of a part.
    ///
    /// - Parameter pointer: Where the part is in the whole.
    package mutating func add(_ more: [Diagnostic], within pointer: JSONPointer) {
        add(
            more.map {
                Diagnostic(
                    $0.severity, code: $0.code, message: $0.message, pointer: pointer.text + $0.pointer,
                    nodeId: $0.nodeId, line: $0.line)
            })
    }
}
