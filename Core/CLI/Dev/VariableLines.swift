/// Variables in a text: lines of `NAME=VALUE`, empty ones, and comments that begin with `#`. Lines end with `\n` or `\r\n`.
struct VariableLines {
    private(set) var variables: [(name: String, value: String)] = []

    /// - Parameter file: For people.
    /// - Throws: `ClientError` with the file and the line of what is not valid, without its text, which may be a secret.
    init(_ bytes: [UInt8], file: String) throws {
        guard let text = String(bytes: bytes, encoding: .utf8) else {
            throw ClientError(.rejected, "\(file) is not UTF-8.")
        }
        // Scalars, since `\r\n` is one character, and so is a sign with an accent that follows it.
        var scalars = text.unicodeScalars[...]
        // A byte order mark.
        if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
        for (index, line) in scalars.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.last == "\r" ? line.dropLast() : line
            let start = line.drop { $0 == " " || $0 == "\t" }
            guard let first = start.first, first != "#" else { continue }
            let parts = start.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, Self.isName(parts[0]) else {
                throw ClientError(
                    .rejected,
                    "\(file):\(index + 1): error: not a variable. Expected NAME=VALUE with a name of letters, digits and _, such "
                        + "as API_URL, or a comment that begins with #.")
            }
            variables.append((String(parts[0]), String(parts[1])))
        }
    }

    private static func isName(_ text: Substring.UnicodeScalarView) -> Bool {
        guard let first = text.first, !("0"..."9").contains(first) else { return false }
        return text.allSatisfy {
            ("A"..."Z").contains($0) || ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "_"
        }
    }
}
