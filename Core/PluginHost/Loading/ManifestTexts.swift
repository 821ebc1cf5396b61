import JSON
import Values

/// The texts of a manifest, which people read in catalogues, logs and terminals.
struct ManifestTexts {
    let manifest: JSONValue

    /// Of the first text with control characters other than line breaks and tabs; `nil` if there is none.
    var problem: String? {
        guard case .object(let members) = manifest else { return nil }
        // Templates are code.
        for (name, member) in members where name != "templates" {
            if let problem = Self.problem(in: member, at: JSONPointer.root.appending(name)) { return problem }
        }
        return nil
    }

    private static func problem(in value: JSONValue, at pointer: JSONPointer) -> String? {
        switch value {
        case .string(let text):
            let control = ControlCharacter(in: text, allowing: ControlCharacter.ofLines)
            return control.map { "\(pointer.text) \($0.problem)." }
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                if let problem = problem(in: element, at: pointer.appending(index)) { return problem }
            }
        case .object(let members):
            for (name, member) in members {
                if let problem = problem(in: member, at: pointer.appending(name)) { return problem }
            }
        default: break
        }
        return nil
    }
}
