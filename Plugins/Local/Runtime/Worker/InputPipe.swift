import Dispatch
import Foundation
import Synchronization

/// The pipe that a process reads its input from. What the pipe takes is written at once, so that a message
/// changes no thread; the rest follows when the process reads.
final class InputPipe: Sendable {
    /// What the process inherits.
    let readEnd: Int32
    private let writeEnd: Int32
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "millrace.local.input")

    private struct State {
        var rest: [UInt8] = []
        /// The memory that `rest` takes.
        var claims: [BindingMemory.Claim] = []
        /// The queue writes, and closes.
        var isDraining = false
        var isClosed = false
    }

    init() throws(PipeError) {
        (readEnd, writeEnd) = try Pipes.make()
        _ = fcntl(writeEnd, F_SETFL, O_NONBLOCK)
    }

    /// - Parameter claim: Kept until the pipe has taken the bytes.
    func write(_ bytes: [UInt8], holding claim: BindingMemory.Claim? = nil) {
        state.withLock { state in
            guard !state.isClosed else { return }
            guard !state.isDraining else {
                if let claim { state.claims.append(claim) }
                return state.rest += bytes
            }
            // A process that ends takes nothing more, and is heard of elsewhere.
            guard let written = bytes.withUnsafeBytes({ Self.write($0, to: writeEnd) }), written < bytes.count else {
                return
            }
            state.rest = Array(bytes[written...])
            if let claim { state.claims = [claim] }
            state.isDraining = true
            queue.async { self.drain() }
        }
    }

    /// The process sees the end of its input.
    func close() {
        state.withLock { state in
            guard !state.isClosed else { return }
            state.isClosed = true
            if !state.isDraining { Foundation.close(writeEnd) }
        }
    }

    private func drain() {
        while let (piece, claims) = next() {
            defer { withExtendedLifetime(claims) {} }
            var sent = 0
            while sent < piece.count {
                var waiting = pollfd(fd: writeEnd, events: Int16(POLLOUT), revents: 0)
                _ = poll(&waiting, 1, -1)
                guard let written = piece.withUnsafeBytes({ Self.write(.init(rebasing: $0[sent...]), to: writeEnd) })
                else { break }
                sent += written
            }
        }
    }

    private func next() -> ([UInt8], [BindingMemory.Claim])? {
        state.withLock { state in
            if state.rest.isEmpty || state.isClosed {
                state.isDraining = false
                if state.isClosed { Foundation.close(writeEnd) }
                return nil
            }
            defer { (state.rest, state.claims) = ([], []) }
            return (state.rest, state.claims)
        }
    }

    /// How many bytes the pipe took; `nil` when nobody reads it any more.
    private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int? {
        while true {
            let count = Foundation.write(descriptor, bytes.baseAddress, bytes.count)
            if count >= 0 { return count }
            if errno == EAGAIN { return 0 }
            if errno != EINTR { return nil }
        }
    }
}
