import HTTPFraming
import Hummingbird
import NIOCore
import PluginMessages

/// Reads a request's body for the process that it goes to. The server reads on by itself when the response is sent,
/// and two must not read at a time: ``stop()`` comes before that.
actor RequestReader {
    private var iterator: RequestBody.AsyncIterator
    /// Bytes that may still come.
    private var room: Int
    /// Why the body is none that a function can be given: the client's fault, whatever the function says of it.
    private(set) var refusal: Refusal?
    private var isStopped = false
    private var isReading = false
    private var stopping: CheckedContinuation<Void, Never>?

    enum Refusal {
        /// More came than there was room for.
        case tooLarge
        /// It did not arrive in time.
        case slow
        /// It is not valid HTTP, or the client ended it before its length.
        case malformed

        var failure: PluginFailure {
            switch self {
            case .tooLarge: PluginFailure(.bodyTooLarge, message: "The request's body is too large.")
            case .slow: PluginFailure(.requestSlow, message: "The request's body did not arrive in time.")
            case .malformed:
                PluginFailure(
                    .requestHttp, message: "The request's body is incomplete or not valid HTTP.")
            }
        }
    }

    init(_ body: RequestBody, limit: Int) {
        iterator = body.makeAsyncIterator()
        room = limit
    }

    /// - Throws: ``Refusal/failure``.
    private func next() async throws -> [UInt8]? {
        guard !isStopped else { return nil }
        isReading = true
        defer {
            isReading = false
            stopping?.resume()
            stopping = nil
        }
        var current = iterator
        defer { iterator = current }
        let next: ByteBuffer?
        do { next = try await current.next(isolation: self) } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw refused(error is SlowRequestBody ? .slow : .malformed)
        }
        guard let buffer = next else { return nil }
        room -= buffer.readableBytes
        guard room >= 0 else { throw refused(.tooLarge) }
        return [UInt8](buffer.readableBytesView)
    }

    private func refused(_ reason: Refusal) -> PluginFailure {
        refusal = reason
        return reason.failure
    }

    nonisolated var bytes: ByteSource {
        AsyncThrowingStream<[UInt8], any Error> { try await self.next() }
    }

    /// Returns when nothing reads the body any more.
    func stop() async {
        isStopped = true
        if isReading { await withCheckedContinuation { stopping = $0 } }
    }
}
