/// The statements of a script with what stands before them, one at a time: a program may send millions of them at once. The
/// last may be incomplete, or nothing but comments.
struct D1Statements: Sequence, IteratorProtocol {
    private let bytes: [UInt8]
    private var start = 0
    private var isOver = false

    init(_ sql: String) { bytes = Array(sql.utf8) }

    mutating func next() -> String? {
        guard !isOver else { return nil }
        // Each byte is read once, however many semicolons a statement has in it.
        var state = D1StatementState.start
        var position = start
        while position < bytes.count {
            let begin = position
            position = D1Script.end(ofToken: bytes, at: begin)
            state.read(.init(bytes[begin..<position]))
            guard state == .complete else { continue }
            let statement = String(decoding: bytes[start..<position], as: UTF8.self)
            start = position
            return statement
        }
        isOver = true
        return String(decoding: bytes[start...], as: UTF8.self)
    }
}
