import JSON
import Values

/// A member of a JSON value whose name has a control character: people read names where values are edited, and not every
/// database can keep U+0000.
package struct ControlledName: Sendable {
    /// The object that has it.
    package let place: JSONPointer
    private let control: ControlCharacter

    /// - Parameters:
    ///   - json: What somebody has sent.
    ///   - text: The same as a JSON text.
    /// - Returns: The first one; `nil` when there is none.
    package init?(in json: JSONValue, _ text: some Collection<UInt8>) {
        // Control characters are escaped in JSON (RFC 8259, section 7), but U+007F to U+009F, whose UTF-8 begins with C2.
        guard text.contains(where: { $0 == UInt8(ascii: "\\") || $0 == 0x7f || $0 == 0xc2 }),
            let found = Self.first(in: json, .root)
        else { return nil }
        self = found
    }

    private init(place: JSONPointer, control: ControlCharacter) {
        self.place = place
        self.control = control
    }

    private static func first(in json: JSONValue, _ place: JSONPointer) -> ControlledName? {
        switch json {
        case .object(let members):
            for (name, value) in members {
                if let control = ControlCharacter(in: name) { return ControlledName(place: place, control: control) }
                if let found = first(in: value, place.appending(name)) { return found }
            }
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                if let found = first(in: element, place.appending(index)) { return found }
            }
        case .null, .bool, .number, .string: break
        }
        return nil
    }

    package var problem: Diagnostic {
        Diagnostic(
            code: "field.control", message: "has a member whose name \(control.problem)", pointer: place.text)
    }
}
