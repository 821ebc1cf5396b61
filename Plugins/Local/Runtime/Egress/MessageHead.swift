/// The first line and the headers of an HTTP/1.1 message (RFC 9112), as the proxy passes it on.
struct MessageHead: Sendable, Equatable {
    /// In bytes; as much as most servers accept.
    static let longest = 64 * 1024

    var line: String
    private(set) var headers: [(name: String, value: String)]

    static func == (one: MessageHead, other: MessageHead) -> Bool { one.text == other.text }

    /// - Parameter bytes: Without the empty line at its end.
    /// - Throws: When it is malformed.
    init(_ bytes: some Collection<UInt8>) throws(EgressFailure) {
        // Latin-1, so that any byte comes out as it went in.
        let text = String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        // A line break is one character in Swift.
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
        line = String(lines[0])
        headers = []
        for field in lines.dropFirst() {
            guard let colon = field.firstIndex(of: ":"), colon > field.startIndex,
                !field.unicodeScalars.contains(where: { $0 == "\r" || $0 == "\n" || $0 == "\0" }),
                !field[..<colon].contains(where: \.isWhitespace)
            else { throw Self.malformed("a header is malformed") }
            let value = field[field.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            headers.append((String(field[..<colon]), String(value)))
        }
    }

    subscript(name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }

    /// Removes headers, by their names in lower case.
    mutating func remove(_ names: Set<String>) { headers.removeAll { names.contains($0.name.lowercased()) } }

    mutating func add(_ name: String, _ value: String) { headers.append((name, value)) }

    private var text: String {
        ([line] + headers.map { "\($0.name): \($0.value)" }).joined(separator: "\r\n") + "\r\n\r\n"
    }

    var bytes: [UInt8] { text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } }

    static func malformed(_ reason: String) -> EgressFailure {
        EgressFailure(kind: .invalid, message: "The message is not valid HTTP/1.1: \(reason).")
    }
}
