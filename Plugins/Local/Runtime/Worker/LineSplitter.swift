/// Lines from pieces of a stream.
struct LineSplitter {
    /// In bytes; of a longer line the end is left out, since what writes it may never end it.
    let longest: Int
    private var rest: [UInt8] = []

    init(longest: Int) { self.longest = longest }

    /// The lines that a piece ends, without their line feeds.
    mutating func lines(of piece: ArraySlice<UInt8>) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var start = piece.startIndex
        while let end = piece[start...].firstIndex(of: 0x0A) {
            add(piece[start..<end])
            lines.append(rest)
            rest = []
            start = end + 1
        }
        add(piece[start...])
        return lines
    }

    private mutating func add(_ part: ArraySlice<UInt8>) { rest += part.prefix(longest - rest.count) }
}
