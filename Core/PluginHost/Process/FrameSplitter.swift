/// Cuts what arrives into frames.
struct FrameSplitter {
    private var buffer: [UInt8] = []

    struct Malformed: Error {}

    /// - Returns: The frames that are whole now.
    /// - Throws: ``Malformed`` for a length or a kind that cannot be.
    mutating func frames(of bytes: UnsafeRawBufferPointer) throws(Malformed) -> [Frame] {
        buffer += bytes
        var frames: [Frame] = []
        var start = 0
        while buffer.count - start >= 4 {
            let length = Int(number(UInt32.self, at: start))
            guard length >= 9, length <= Frame.longest + 9 else { throw Malformed() }
            guard buffer.count - start - 4 >= length else { break }
            guard let kind = Frame.Kind(rawValue: buffer[start + 4]) else { throw Malformed() }
            let end = start + 4 + length
            frames.append(Frame(kind, number(UInt64.self, at: start + 5), Array(buffer[start + Frame.header..<end])))
            start = end
        }
        if start > 0 { buffer.removeFirst(start) }
        return frames
    }

    private func number<Number: FixedWidthInteger>(_ type: Number.Type, at start: Int) -> Number {
        buffer.withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(fromByteOffset: start, as: type)) }
    }
}
