import JSON
import Values

/// Problems of the fields of a request.
extension Problems {
    mutating func add(_ code: String, _ message: String, at pointer: JSONPointer) {
        add(Diagnostic(code: "field.\(code)", message: message, pointer: pointer.text))
    }

    mutating func check(_ text: String, _ lengths: ClosedRange<Int>, at pointer: JSONPointer) {
        let problem = ValueLimits.problem(lengthOf: text, min: lengths.lowerBound, max: lengths.upperBound)
        if let problem { add("length", problem, at: pointer) }
    }

    /// - Parameter text: A display name.
    mutating func check(name text: String, at pointer: JSONPointer = .root.appending("name")) {
        if text.allSatisfy(\.isWhitespace) {
            add("required", "must not be empty", at: pointer)
        } else {
            check(text, FieldLimits.name, at: pointer)
        }
        check(readable: text, at: pointer)
    }

    /// A text that people read, which may have lines.
    mutating func check(description text: String, at pointer: JSONPointer = .root.appending("description")) {
        check(text, FieldLimits.description, at: pointer)
        check(readable: text, allowing: ["\n", "\r", "\t"], at: pointer)
    }

    /// Control characters are invisible, and can change what a terminal or a log shows.
    private mutating func check(
        readable text: String, allowing known: Set<Unicode.Scalar> = [], at pointer: JSONPointer
    ) {
        let control = text.unicodeScalars.first { $0.properties.generalCategory == .control && !known.contains($0) }
        guard let control else { return }
        let digits = String(control.value, radix: 16, uppercase: true)
        let code = String(repeating: "0", count: 4 - digits.count) + digits
        add("control", "contains the control character U+\(code); remove it", at: pointer)
    }

    mutating func add(_ others: Problems, within pointer: JSONPointer) { add(others.diagnostics, within: pointer) }

    func throwIfAny() throws(PlatformError) {
        guard diagnostics.isEmpty else { throw .invalid(diagnostics) }
    }
}
