import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// The beginning of a response's body.
final class CollectedBody: ResponseBodyWriter, Sendable {
    /// There are more bytes than are wanted; the rest is not asked for.
    struct Full: Error {}

    private let limit: Int
    private let collected = Mutex<[UInt8]>([])

    /// - Parameter limit: Bytes; one more shows that there are more.
    init(limit: Int) { self.limit = limit }

    var bytes: [UInt8] { collected.withLock { $0 } }

    func write(_ buffer: ByteBuffer) async throws {
        let isFull = collected.withLock { bytes in
            bytes += buffer.readableBytesView.prefix(limit + 1 - bytes.count)
            return bytes.count > limit
        }
        if isFull { throw Full() }
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
