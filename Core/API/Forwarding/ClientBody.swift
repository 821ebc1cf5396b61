import Hummingbird
import NIOCore
import Synchronization

/// The body of a client's request on its way to another server: read as fast as that receives it, and by one reader at a time,
/// since the server's library reads what is left of it when the response is sent.
final class ClientBody: Sendable {
    private struct State {
        var hasBegun = false
        var failure: (any Error)?
        var pump: Task<Void, Never>?
    }

    /// For the end of a body whose last bytes have arrived.
    private static let patience = Duration.milliseconds(500)

    private let body: RequestBody
    private let state = Mutex(State())

    init(_ body: RequestBody) { self.body = body }

    /// Whether any of it may have been read: it cannot be sent again.
    var hasBegun: Bool { state.withLock { $0.hasBegun } }

    /// Why the rest of it cannot be read: the client sent something else than a body, or sent it too slowly.
    var failure: (any Error)? { state.withLock { $0.failure } }

    var bytes: Bytes { Bytes(body: self) }

    /// The bytes, from the first on; can be read once.
    struct Bytes: AsyncSequence, Sendable {
        fileprivate let body: ClientBody

        func makeAsyncIterator() -> RequestBody.AsyncIterator { body.begin().makeAsyncIterator() }
    }

    private func begin() -> RequestBody {
        let (bytes, source) = RequestBody.makeStream()
        state.withLock { state in
            state.hasBegun = true
            state.pump = Task { [self] in await copy(to: source) }
        }
        return bytes
    }

    private func copy(to source: RequestBody.Source) async {
        do {
            for try await buffer in body { await source.yield(buffer) }
            source.finish()
        } catch {
            state.withLock { $0.failure = error }
            source.finish(error)
        }
    }

    /// Returns when nothing reads the body any more. What a client still sends of it ends its connection.
    func stop() async {
        guard let pump = state.withLock({ $0.pump }) else { return }
        let alarm = Task {
            try? await Task.sleep(for: Self.patience)
            if !Task.isCancelled { pump.cancel() }
        }
        await pump.value
        alarm.cancel()
    }
}
