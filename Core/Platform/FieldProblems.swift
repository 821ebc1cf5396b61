import JSON
import PluginMessages

/// Collects what is wrong with the fields of a request.
struct FieldProblems {
    private(set) var diagnostics: [Diagnostic] = []

    mutating func add(_ code: String, _ message: String, at pointer: JSONPointer) {
        diagnostics.append(Diagnostic(code: "field.\(code)", message: message, pointer: pointer.text))
    }

    mutating func check(_ text: String, _ lengths: ClosedRange<Int>, at pointer: JSONPointer) {
        guard !lengths.contains(text.unicodeScalars.count) else { return }
        add("length", "must have \(lengths.lowerBound) to \(lengths.upperBound) characters", at: pointer)
    }

    /// - Parameter text: A display name.
    mutating func check(name text: String, at pointer: JSONPointer = .root.appending("name")) {
        if text.allSatisfy(\.isWhitespace) {
            add("required", "must not be empty", at: pointer)
        } else {
            check(text, FieldLimits.name, at: pointer)
        }
    }

    /// Takes over the problems of a part.
    mutating func add(_ others: FieldProblems, within pointer: JSONPointer) {
        add(others.diagnostics, within: pointer)
    }

    mutating func add(_ others: [Diagnostic], within pointer: JSONPointer) {
        diagnostics += others.map {
            Diagnostic(
                $0.severity, code: $0.code, message: $0.message, pointer: pointer.text + $0.pointer, nodeId: $0.nodeId,
                line: $0.line)
        }
    }

    func throwIfAny() throws(PlatformError) {
        guard diagnostics.isEmpty else { throw .invalid(diagnostics) }
    }
}
