import Dispatch
import Foundation
import Synchronization

/// One end of the connection between the server and a plugin's process. A thread of its own reads. What is sent
/// goes out at once while the peer keeps up, and through a queue when it does not, so that a peer that does not
/// read holds up nobody but this connection.
final class FrameSocket: Sendable {
    private struct Outgoing {
        var isClosed = false
        /// What waits for a peer that does not keep up; everything goes behind it while the queue sends.
        var backlog: [UInt8] = []
        var isQueued = false
    }

    private let descriptor: Int32
    private let queue = DispatchQueue(label: "millrace.plugin.frames")
    private let outgoing = Mutex(Outgoing())

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// Two connected ends; the second is for a process to inherit.
    static func pair() -> (FrameSocket, Int32)? {
        Lifeline.pair().map { (FrameSocket(descriptor: $0), $1) }
    }

    func send(_ frame: Frame) {
        outgoing.withLock { outgoing in
            guard !outgoing.isClosed else { return }
            var bytes = frame.bytes
            if !outgoing.isQueued {
                bytes.removeFirst(write(bytes, Int32(MSG_DONTWAIT)))
                guard !bytes.isEmpty else { return }
                outgoing.isQueued = true
                queue.async { self.sendBacklog() }
            }
            outgoing.backlog += bytes
        }
    }

    /// Sends what is queued before it returns.
    func flush() { queue.sync {} }

    /// - Parameters:
    ///   - body: Receives every frame, in order, on the thread that reads.
    ///   - onEnd: Called once, when the peer has gone or has sent a malformed frame, with which of the two.
    func read(
        _ body: @escaping @Sendable (Frame) -> Void, onEnd: @escaping @Sendable (_ isMalformed: Bool) -> Void
    ) {
        Thread.detachNewThread {
            let isMalformed = self.readAll(body)
            self.outgoing.withLock { outgoing in
                outgoing.isClosed = true
                // A write that waits for a peer that does not read has nobody to wait for.
                shutdown(self.descriptor, Int32(SHUT_RDWR))
            }
            // After the writes that are queued already, which must not meet another file of the same number.
            self.queue.async { close(self.descriptor) }
            onEnd(isMalformed)
        }
    }

    /// Makes the reading thread end.
    func end() {
        outgoing.withLock { outgoing in
            if !outgoing.isClosed { shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
    }

    /// - Returns: Whether malformed data was received.
    private func readAll(_ body: (Frame) -> Void) -> Bool {
        var splitter = FrameSplitter()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 8)
        defer { buffer.deallocate() }
        while true {
            let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            do {
                for frame in try splitter.frames(of: UnsafeRawBufferPointer(rebasing: buffer[..<count])) { body(frame) }
            } catch {
                return true
            }
        }
    }

    private func sendBacklog() {
        while let bytes = backlog() {
            // What is left belongs to a peer that has gone.
            guard write(bytes, 0) == bytes.count else { return end() }
        }
    }

    private func backlog() -> [UInt8]? {
        outgoing.withLock { outgoing in
            guard !outgoing.isClosed, !outgoing.backlog.isEmpty else {
                outgoing.isQueued = false
                return nil
            }
            defer { outgoing.backlog = [] }
            return outgoing.backlog
        }
    }

    /// - Returns: The number of bytes that were sent.
    private func write(_ bytes: [UInt8], _ flags: Int32) -> Int {
        var sent = 0
        bytes.withUnsafeBytes { bytes in
            while sent < bytes.count {
                // A peer that has gone is an error here, not a signal.
                let count = Glibc.send(
                    descriptor, bytes.baseAddress?.advanced(by: sent), bytes.count - sent,
                    Int32(MSG_NOSIGNAL) | flags)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return }
                sent += count
            }
        }
        return sent
    }
}
