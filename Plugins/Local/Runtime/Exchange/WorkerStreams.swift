import PluginMessages

/// The bodies on their way to and from one process.
struct WorkerStreams: Sendable {
    /// Chunks that may be on their way; the shim has the same number.
    static let room = 16
    static let chunkBytes = 65_536
    /// Bytes of a body.
    static let mostOnTheirWay = room * chunkBytes

    private struct Outgoing: Sendable {
        var room = WorkerStreams.room
        var isCancelled = false
        var waiting: CheckedContinuation<Bool, Never>?
    }

    private struct Incoming: Sendable {
        let continuation: AsyncThrowingStream<[UInt8], any Error>.Continuation
        let room: StreamRoom
        let claim: BindingMemory.Claim?
        let tell: @Sendable (StreamMessage) -> Void
    }

    private var incoming: [Int: Incoming] = [:]
    private var outgoing: [Int: Outgoing] = [:]

    /// A body that the process sends; its chunks are let in from now on.
    /// - Parameter claim: What the call whose body it is takes in memory.
    mutating func receive(
        _ stream: Int, _ claim: BindingMemory.Claim? = nil, tell: @escaping @Sendable (StreamMessage) -> Void
    ) -> ByteBody {
        let (chunks, continuation) = AsyncThrowingStream.makeStream(of: [UInt8].self, throwing: (any Error).self)
        continuation.onTermination = { reason in
            if case .cancelled = reason { tell(.cancel(stream)) }
        }
        let room = StreamRoom(chunks: Self.room)
        incoming[stream] = Incoming(continuation: continuation, room: room, claim: claim, tell: tell)
        return ByteBody(chunks, claim: claim) {
            room.give()
            tell(.more(stream))
        }
    }

    mutating func open(_ stream: Int) { outgoing[stream] = Outgoing() }

    /// There is room for a chunk, and it is taken; `nil`: there is none now.
    mutating func takeRoom(_ stream: Int) -> Bool? {
        guard let state = outgoing[stream], !state.isCancelled else { return false }
        guard state.room > 0 else { return nil }
        outgoing[stream]?.room -= 1
        return true
    }

    mutating func wait(_ stream: Int, _ continuation: CheckedContinuation<Bool, Never>) {
        guard outgoing[stream] != nil else { return continuation.resume(returning: false) }
        outgoing[stream]?.waiting = continuation
    }

    mutating func closed(_ stream: Int) { outgoing[stream] = nil }

    mutating func cancel(_ stream: Int) {
        outgoing[stream]?.isCancelled = true
        wake(stream, false)
    }

    /// - Returns: What is wrong with the message.
    mutating func handle(_ message: StreamMessage) -> String? {
        switch message {
        case .chunk(let stream, let bytes):
            guard let body = incoming[stream] else { return nil }
            guard bytes.count <= Self.chunkBytes, body.room.take() else {
                return "it sent more of a body than there was room for"
            }
            do throws(PluginFailure) {
                try body.claim?.take(bytes.count)
                body.continuation.yield(bytes)
            } catch {
                incoming[stream] = nil
                body.continuation.finish(throwing: error)
                body.tell(.cancel(stream))
            }
        case .close(let stream, let error):
            let failure = error.map { PluginFailure(.bodyFailed, message: $0) }
            incoming.removeValue(forKey: stream)?.continuation.finish(throwing: failure)
        case .more(let stream):
            if let room = outgoing[stream]?.room { outgoing[stream]?.room = min(room + 1, Self.room) }
            if let isOpen = outgoing[stream]?.waiting.map({ _ in true }), isOpen {
                outgoing[stream]?.room -= 1
                wake(stream, true)
            }
        case .cancel(let stream): cancel(stream)
        }
        return nil
    }

    /// The process is gone.
    mutating func end(_ failure: PluginFailure) {
        for body in incoming.values { body.continuation.finish(throwing: failure) }
        for stream in outgoing.keys { wake(stream, false) }
        incoming = [:]
        outgoing = [:]
    }

    private mutating func wake(_ stream: Int, _ hasRoom: Bool) {
        outgoing[stream]?.waiting?.resume(returning: hasRoom)
        outgoing[stream]?.waiting = nil
    }
}
