/// Lines from pieces of a stream.
struct LineSplitter {
    private var rest: [UInt8] = []

    /// The lines that a piece ends, without their line feeds.
    mutating func lines(of piece: ArraySlice<UInt8>) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var start = piece.startIndex
        while let end = piece[start...].firstIndex(of: 0x0A) {
            rest += piece[start..<end]
            lines.append(rest)
            rest = []
            start = end + 1
        }
        rest += piece[start...]
        return lines
    }
}
