import Foundation

/// The pipes that a process writes to, read by one thread of their own: a thread that waits for its pipe is awake sooner
/// than one that is told of it by another.
struct WorkerOutput: Sendable {
    private static let pieceLength = 64 * 1024
    /// More than any message: values of 25 MiB in base64.
    private static let longestLine = 64 << 20
    /// Of standard error.
    static let longestPrintedLine = 64 * 1024

    /// What the program printed in a line; the ellipsis marks one that was cut.
    static func printed(_ line: some Collection<UInt8>) -> String {
        let text = String(decoding: line.prefix(longestPrintedLine), as: UTF8.self)
        return line.count < longestPrintedLine ? text : text + "…"
    }

    /// What the process inherits, standard output and standard error.
    let writeEnds: (output: Int32, error: Int32)
    private let readEnds: (output: Int32, error: Int32)

    init() throws(PipeError) {
        let output = try Pipes.make()
        let error: (read: Int32, write: Int32)
        do throws(PipeError) { error = try Pipes.make() } catch {
            close(output.read)
            close(output.write)
            throw error
        }
        writeEnds = (output.write, error.write)
        readEnds = (output.read, error.read)
    }

    /// This process has no more use for what the process inherited.
    func closeWriteEnds() {
        close(writeEnds.output)
        close(writeEnds.error)
    }

    /// Hands on the lines as they come. Returns when the process has closed both.
    func read(_ lines: ([[UInt8]]) -> Void, errors: ([[UInt8]]) -> Void) {
        var splitters = [LineSplitter(longest: Self.longestLine), LineSplitter(longest: Self.longestPrintedLine)]
        var piece = [UInt8](repeating: 0, count: Self.pieceLength)
        var open = [readEnds.output, readEnds.error].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        while open.contains(where: { $0.fd >= 0 }) {
            guard poll(&open, nfds_t(open.count), -1) > 0 else { continue }
            for index in open.indices where open[index].fd >= 0 && open[index].revents != 0 {
                let count = Foundation.read(open[index].fd, &piece, piece.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else {
                    close(open[index].fd)
                    open[index].fd = -1
                    continue
                }
                let found = splitters[index].lines(of: piece[..<count])
                if !found.isEmpty { index == 0 ? lines(found) : errors(found) }
            }
        }
    }
}
