/// Lines from pieces of a stream.
struct LineSplitter {
    private var rest: [UInt8] = []

    /// The lines that a piece ends, without their line feeds.
    mutating func lines(of piece: some Sequence<UInt8>) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        for byte in piece {
            if byte == 0x0A {
                lines.append(rest)
                rest = []
            } else {
                rest.append(byte)
            }
        }
        return lines
    }
}
