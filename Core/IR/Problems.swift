import JSON
import PluginMessages

/// Collects what is wrong with a document; nothing stops at the first.
package struct Problems: Sendable {
    package private(set) var diagnostics: [Diagnostic] = []
    package private(set) var hasErrors = false

    package init() {}

    package mutating func error(
        _ code: String, _ message: String, at place: Place, node: String? = nil, line: Int? = nil
    ) {
        hasErrors = true
        diagnostics.append(
            Diagnostic(.error, code: code, message: message, pointer: place.pointer.text, nodeId: node, line: line))
    }

    package mutating func warning(
        _ code: String, _ message: String, at place: Place, node: String? = nil, line: Int? = nil
    ) {
        diagnostics.append(
            Diagnostic(.warning, code: code, message: message, pointer: place.pointer.text, nodeId: node, line: line))
    }

    package mutating func add(_ other: Problems) { add(other.diagnostics) }

    package mutating func add(_ more: [Diagnostic]) {
        diagnostics += more
        hasErrors = hasErrors || more.contains { $0.severity == .error }
    }
}
