import JSON
import PluginMessages

/// Collects what is wrong with a document; nothing stops at the first.
package struct Problems: Sendable {
    package private(set) var diagnostics: [Diagnostic] = []

    package init() {}

    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    package mutating func error(
        _ code: String, _ message: String, at pointer: JSONPointer, node: String? = nil, line: Int? = nil
    ) {
        diagnostics.append(
            Diagnostic(.error, code: code, message: message, pointer: pointer.text, nodeId: node, line: line))
    }

    package mutating func warning(
        _ code: String, _ message: String, at pointer: JSONPointer, node: String? = nil, line: Int? = nil
    ) {
        diagnostics.append(
            Diagnostic(.warning, code: code, message: message, pointer: pointer.text, nodeId: node, line: line))
    }

    package mutating func add(_ more: [Diagnostic]) { diagnostics += more }
}
