import PluginHost
import Synchronization

/// What plugins have told, until the server that leads has it. What waits is bounded where it comes from: each event keeps its
/// share of that.
final class FollowerOutbox: Sendable {
    private static let mostAtATime = 200
    /// Bytes of payloads in one message.
    private static let largest = 4 << 20

    private let events = Mutex<[PluginEvent]>([])
    /// One stands for all that has come.
    let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation

    init() {
        (signals, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    func add(_ event: PluginEvent) {
        events.withLock { $0.append(event) }
        signal.yield()
    }

    /// The first ones; `nil` when there are none.
    var next: [PluginEvent]? {
        let first = events.withLock { Array($0.prefix(Self.mostAtATime)) }
        var size = 0
        let batch = first.prefix { event in
            defer { size += event.payload.bytes.count }
            return size < Self.largest
        }
        return batch.isEmpty ? nil : Array(batch)
    }

    /// Those that the other server has.
    func drop(_ count: Int) { events.withLock { $0.removeFirst(count) } }
}
