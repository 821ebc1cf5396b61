import JSON

/// Where the values of a JSON text begin: a member where its name does.
struct JSONPlaces {
    private(set) var places: [String: TextPlace] = [:]
    private let bytes: [UInt8]
    private var offset = 0
    private var (line, column) = (1, 1)

    /// - Parameter text: Valid JSON.
    init(of text: String) {
        bytes = Array(text.utf8)
        skipSpace()
        value(.root, at: here)
    }

    private var here: TextPlace { TextPlace(line: line, column: column) }

    private var byte: UInt8 { offset < bytes.count ? bytes[offset] : 0 }

    private mutating func value(_ pointer: JSONPointer, at place: TextPlace) {
        places[pointer.text] = place
        switch byte {
        case UInt8(ascii: "{"):
            members { places in
                let start = places.here
                let key = places.name()
                places.skipSpace()
                places.step()
                places.skipSpace()
                places.value(pointer.appending(key), at: start)
            }
        case UInt8(ascii: "["):
            var index = 0
            members { places in
                places.value(pointer.appending(index), at: places.here)
                index += 1
            }
        case UInt8(ascii: "\""): _ = name()
        default: while offset < bytes.count, !Self.ends.contains(byte) { step() }
        }
    }

    private static let ends = Set(",]} \t\r\n".utf8)

    /// What is between brackets, separated by commas.
    private mutating func members(_ member: (inout JSONPlaces) -> Void) {
        step()
        skipSpace()
        while offset < bytes.count, byte != UInt8(ascii: "}"), byte != UInt8(ascii: "]") {
            member(&self)
            skipSpace()
            if byte == UInt8(ascii: ",") { step() }
            skipSpace()
        }
        step()
    }

    /// The text of a string literal.
    private mutating func name() -> String {
        let start = offset
        step()
        while offset < bytes.count, byte != UInt8(ascii: "\"") {
            if byte == UInt8(ascii: "\\") { step() }
            step()
        }
        step()
        return (try? JSONValue(parsing: bytes[start..<min(offset, bytes.count)]))?.string ?? ""
    }

    private mutating func skipSpace() {
        while [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n")].contains(byte) { step() }
    }

    /// Columns count characters, not the bytes of UTF-8.
    private mutating func step() {
        guard offset < bytes.count else { return }
        if bytes[offset] == UInt8(ascii: "\n") {
            (line, column) = (line + 1, 1)
        } else if bytes[offset] & 0xC0 != 0x80 {
            column += 1
        }
        offset += 1
    }
}
