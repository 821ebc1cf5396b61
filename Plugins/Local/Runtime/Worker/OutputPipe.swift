import Foundation

/// The pipe that a process writes its output to, read by a thread of its own: a thread that waits for its pipe
/// is awake sooner than one that is told of it by another.
struct OutputPipe: Sendable {
    private static let pieceLength = 64 * 1024
    /// More than any message: values of 25 MiB in base64.
    private static let longestLine = 64 << 20

    /// What the process inherits.
    let writeEnd: Int32
    private let readEnd: Int32

    init() throws(PipeError) { (readEnd, writeEnd) = try Pipes.make() }

    /// Hands on the lines as they come. Returns at once; `end` follows the last line.
    func read(_ lines: @escaping @Sendable ([[UInt8]]) -> Void, end: @escaping @Sendable () -> Void) {
        let descriptor = readEnd
        Thread.detachNewThread {
            var splitter = LineSplitter(longest: Self.longestLine)
            var piece = [UInt8](repeating: 0, count: Self.pieceLength)
            while true {
                let count = Foundation.read(descriptor, &piece, piece.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                let found = splitter.lines(of: piece[..<count])
                if !found.isEmpty { lines(found) }
            }
            close(descriptor)
            end()
        }
    }
}
