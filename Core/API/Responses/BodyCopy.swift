import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// The bytes of an answer's body, as they are written.
final class BodyCopy: Sendable {
    private let kept = Mutex(ByteBuffer())

    var buffer: ByteBuffer { kept.withLock { $0 } }

    /// - Parameter next: Where the bytes go on to.
    func writer(to next: (any ResponseBodyWriter)? = nil) -> any ResponseBodyWriter { Writer(copy: self, next: next) }

    private struct Writer: ResponseBodyWriter {
        let copy: BodyCopy
        var next: (any ResponseBodyWriter)?

        mutating func write(_ buffer: ByteBuffer) async throws {
            copy.kept.withLock { _ = $0.writeImmutableBuffer(buffer) }
            try await next?.write(buffer)
        }

        consuming func finish(_ trailingHeaders: HTTPFields?) async throws { try await next?.finish(trailingHeaders) }
    }
}
