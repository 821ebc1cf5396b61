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
        if let control = ControlCharacter(in: text) { add("control", control.problem, at: pointer) }
    }

    /// A text that people read, which may have lines.
    mutating func check(
        description text: String, _ lengths: ClosedRange<Int> = FieldLimits.description,
        at pointer: JSONPointer = .root.appending("description")
    ) {
        check(text, lengths, at: pointer)
        if let control = ControlCharacter(in: text, allowing: ControlCharacter.ofLines) {
            add("control", control.problem, at: pointer)
        }
    }

    /// Values that become headers, and are kept in any database: all may have but U+0000.
    mutating func refuseNull(in value: JSONValue, at pointer: JSONPointer) {
        switch value {
        case .string(let text):
            let known = Set(text.unicodeScalars).subtracting(["\0"])
            if let control = ControlCharacter(in: text, allowing: known) {
                add("control", control.problem, at: pointer)
            }
        case .array(let elements):
            for (index, element) in elements.enumerated() { refuseNull(in: element, at: pointer.appending(index)) }
        case .object(let members):
            for (name, member) in members { refuseNull(in: member, at: pointer.appending(name)) }
        default: break
        }
    }

    mutating func add(_ others: Problems, within pointer: JSONPointer) { add(others.diagnostics, within: pointer) }

    func throwIfAny() throws(PlatformError) {
        guard diagnostics.isEmpty else { throw .invalid(diagnostics) }
    }

    /// What is shown in place of a secret is none.
    static func throwIfMasked(_ values: JSONObject, at member: String, of owner: String) throws(PlatformError) {
        var problems = Problems()
        for (key, value) in values where value.string == Variable.mask {
            problems.add(
                "masked", "the \(owner) has no \(key) yet; send its value",
                at: JSONPointer.root.appending(member).appending(key))
        }
        try problems.throwIfAny()
    }
}
