/// Cuts what a plugin prints into lines for the log. A line without an end is cut, to bound memory.
struct PrintedLines {
    /// Bytes of a line; what is longer becomes several.
    static let longest = 16 << 10

    private var rest: [UInt8] = []

    /// The lines that a piece ends.
    mutating func lines(of piece: some Sequence<UInt8>) -> [String] {
        var lines: [String] = []
        for byte in piece {
            if byte == 0x0A || rest.count == Self.longest { lines += end() }
            if byte != 0x0A { rest.append(byte) }
        }
        return lines
    }

    /// What is left when there is no more.
    mutating func end() -> [String] {
        defer { rest.removeAll(keepingCapacity: true) }
        return rest.isEmpty ? [] : [String(decoding: rest, as: UTF8.self)]
    }
}
