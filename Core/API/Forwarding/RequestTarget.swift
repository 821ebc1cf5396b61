import Hummingbird

/// The path and query of a request as they are sent on: with every byte that a URL cannot have percent-encoded (RFC 3986,
/// section 2.1), which means the same to the server that receives them.
enum RequestTarget {
    private static let marks = Set("-._~!$&'()*+,;=:@/?".utf8)

    /// - Returns: `nil` for a target without a path, such as `*`.
    static func text(of request: Request) -> String? {
        let sent = request.head.path ?? ""
        // The absolute form (RFC 9112, section 3.2.2) names a server, which is this one.
        let target = sent.hasPrefix("/") ? sent : request.uri.path + (request.uri.query.map { "?\($0)" } ?? "")
        guard sent != "*", target.hasPrefix("/") else { return nil }
        return encoded(target)
    }

    static func encoded(_ target: String) -> String {
        let bytes = Array(target.utf8)
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        for (index, byte) in bytes.enumerated() {
            let isEscape =
                byte == UInt8(ascii: "%") && index + 2 < bytes.count && isHexDigit(bytes[index + 1])
                && isHexDigit(bytes[index + 2])
            if isEscape || marks.contains(byte) || isLetterOrDigit(byte) {
                text.append(byte)
            } else {
                text.append(UInt8(ascii: "%"))
                text += [byte >> 4, byte & 15].map { $0 < 10 ? $0 + UInt8(ascii: "0") : $0 - 10 + UInt8(ascii: "A") }
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
    }
}
