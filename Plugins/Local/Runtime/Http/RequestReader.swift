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
    /// More came than there was room for.
    private(set) var isTooLarge = false
    /// It did not arrive in time.
    private(set) var isSlow = false
    private var isStopped = false
    private var isReading = false
    private var stopping: CheckedContinuation<Void, Never>?

    init(_ body: RequestBody, limit: Int) {
        iterator = body.makeAsyncIterator()
        room = limit
    }

    /// - Throws: `local.body.tooLarge`.
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
        do { next = try await current.next(isolation: self) } catch {
            isSlow = error is SlowRequestBody
            throw error
        }
        guard let buffer = next else { return nil }
        room -= buffer.readableBytes
        guard room >= 0 else {
            isTooLarge = true
            throw PluginFailure(code: "local.body.tooLarge", message: "The request's body is too large.")
        }
        return [UInt8](buffer.readableBytesView)
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
