/// What a line on a process's standard output begins with when it is a message of the runtime's own code there.
///
/// A program can write to standard output too, by Node's `process`; what it writes is output, whatever it looks like.
struct MessageToken: Sendable {
    let text: String
    private let bytes: [UInt8]

    init() {
        text = (0..<2).map { _ in Self.word() }.joined() + " "
        bytes = Array(text.utf8)
    }

    private static func word() -> String {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Parts a line: what the program left there without an end, and the message behind it.
    /// - Returns: No message where the token is not in the line.
    func split(_ line: [UInt8]) -> (output: ArraySlice<UInt8>, message: ArraySlice<UInt8>?) {
        if line.starts(with: bytes) { return ([], line[bytes.count...]) }
        guard let start = line.firstRange(of: bytes) else { return (line[...], nil) }
        return (line[..<start.lowerBound], line[start.upperBound...])
    }
}
