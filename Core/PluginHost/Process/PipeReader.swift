import Foundation
import Synchronization

/// What a process writes to a pipe, read by a thread of its own.
final class PipeReader: Sendable {
    private struct Ends {
        var write: Int32?
        var isOver = false
    }

    private let readEnd: Int32
    private let ends: Mutex<Ends>
    private let done = Latch()

    private static let pieceLength = 64 << 10
    /// Milliseconds after which a pipe that others hold open is looked at again.
    private static let patience: Int32 = 100

    /// - Returns: `nil` when the system could not create a pipe.
    init?() {
        // A pair of sockets, unlike a pipe, is closed in other programs from its first moment on.
        guard let (read, write) = Lifeline.pair() else { return nil }
        readEnd = read
        ends = Mutex(Ends(write: write))
    }

    /// For a process to inherit.
    var writeEnd: Int32 { ends.withLock { $0.write ?? -1 } }

    /// This process has no more use for what the process inherited.
    func closeWriteEnd() {
        ends.withLock { ends in
            if let write = ends.write { close(write) }
            ends.write = nil
        }
    }

    /// - Parameter body: Receives every piece, in order, on the thread that reads; `false` reads no more.
    func read(_ body: @escaping @Sendable (UnsafeRawBufferPointer) -> Bool) {
        Thread.detachNewThread {
            self.readAll(body)
            close(self.readEnd)
            self.done.open()
        }
    }

    /// Reads what is there already, and returns then: others may hold the pipe open.
    func finish() async {
        closeWriteEnd()
        ends.withLock { $0.isOver = true }
        await ended()
    }

    /// Returns when nothing is read any more.
    func ended() async { await done.wait() }

    private func readAll(_ body: (UnsafeRawBufferPointer) -> Bool) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.pieceLength, alignment: 8)
        defer { buffer.deallocate() }
        while true {
            let isOver = ends.withLock { $0.isOver }
            var entry = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
            let ready = poll(&entry, 1, isOver ? 0 : Self.patience)
            if ready < 0 && errno == EINTR { continue }
            if ready == 0 {
                if isOver { return }
                continue
            }
            let count = Foundation.read(readEnd, buffer.baseAddress, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0, body(UnsafeRawBufferPointer(rebasing: buffer[..<count])) else { return }
        }
    }
}
