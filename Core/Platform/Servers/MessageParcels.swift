import PluginMessages
import Synchronization

/// Messages and replies that are longer than one exchange, in this server's memory: those that arrive in parts, and those that
/// another server fetches in parts. All of them together are bounded.
package final class MessageParcels: Sendable {
    /// A part of a parcel.
    struct Part: Codable, Sendable {
        let parcel: String
        /// Bytes before it.
        let offset: Int
        /// Bytes of the whole parcel.
        let size: Int
    }

    /// A parcel that its owner has complete.
    struct Whole: Codable, Sendable {
        let parcel: String
        let size: Int
    }

    private struct Parcel {
        let size: Int
        var bytes: [UInt8]
        var usedAt: ContinuousClock.Instant
    }

    private struct State {
        var parcels: [String: Parcel] = [:]
        /// Bytes of parcels, and of those that are fetched.
        var taken = 0
    }

    /// Bytes of a part. What is not longer is sent whole.
    static let partBytes = 4 << 20
    /// Bytes of all parcels. An answer of a resource is far shorter, in base64 too.
    static let limit = 1 << 30
    /// A parcel of which no part was sent or fetched for that long is dropped.
    static let lifetime = Duration.seconds(60)

    /// The part is not the next one, or not all parts of the message are there: it was not executed.
    static let incomplete = PluginFailure(
        code: "server.parts", message: "Parts of the message are missing.", retryable: true)

    private let limit: Int
    private let partBytes: Int
    private let clock: @Sendable () -> ContinuousClock.Instant
    private let state = Mutex(State())

    init(
        limit: Int = limit, partBytes: Int = partBytes,
        clock: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.limit = limit
        self.partBytes = partBytes
        self.clock = clock
    }

    package convenience init() { self.init(limit: Self.limit) }

    /// Bytes that are in use.
    var bytes: Int { state.withLock { $0.taken } }

    /// Whether something is too long to be sent whole.
    func isLong(_ bytes: [UInt8]) -> Bool { bytes.count > partBytes }

    /// The parts of something that is sent in parts.
    func parts(of bytes: [UInt8]) -> [(part: Part, bytes: [UInt8])] {
        let parcel = Self.newID()
        return stride(from: 0, to: bytes.count, by: partBytes).map { offset in
            (
                Part(parcel: parcel, offset: offset, size: bytes.count),
                Array(bytes[offset..<min(bytes.count, offset + partBytes)])
            )
        }
    }

    /// Takes a part that has arrived.
    /// - Throws: `server.message.memory`, `server.message.long`, or ``incomplete``.
    func add(_ part: Part, _ bytes: [UInt8]) throws(PluginFailure) {
        let result: Result<Void, PluginFailure> = state.withLock { state in
            trim(&state)
            if part.offset == 0, state.parcels[part.parcel] == nil {
                if let failure = refusal(of: part.size, state) { return .failure(failure) }
                state.taken += part.size
                state.parcels[part.parcel] = Parcel(size: part.size, bytes: [], usedAt: clock())
            }
            guard var parcel = state.parcels[part.parcel], parcel.size == part.size,
                parcel.bytes.count == part.offset, bytes.count <= parcel.size - part.offset
            else {
                return .failure(Self.incomplete)
            }
            // Its memory is not copied.
            state.parcels[part.parcel] = nil
            parcel.bytes += bytes
            parcel.usedAt = clock()
            state.parcels[part.parcel] = parcel
            return .success(())
        }
        try result.get()
    }

    /// Removes a parcel whose parts have all arrived.
    func open(_ id: String) -> [UInt8]? {
        state.withLock { state in
            guard let parcel = state.parcels[id], parcel.bytes.count == parcel.size else { return nil }
            drop(id, &state)
            return parcel.bytes
        }
    }

    /// Keeps something until it has been fetched.
    func keep(_ bytes: [UInt8]) throws(PluginFailure) -> Whole {
        let result: Result<Whole, PluginFailure> = state.withLock { state in
            trim(&state)
            if let failure = refusal(of: bytes.count, state) { return .failure(failure) }
            let id = Self.newID()
            state.taken += bytes.count
            state.parcels[id] = Parcel(size: bytes.count, bytes: bytes, usedAt: clock())
            return .success(Whole(parcel: id, size: bytes.count))
        }
        return try result.get()
    }

    /// A part of what is kept. With the last one it is kept no longer.
    func read(_ part: Part) -> [UInt8]? {
        state.withLock { state in
            guard var parcel = state.parcels[part.parcel], parcel.bytes.count == parcel.size,
                parcel.bytes.indices.contains(part.offset)
            else { return nil }
            let end = min(parcel.size, part.offset + partBytes)
            if end == parcel.size {
                drop(part.parcel, &state)
            } else {
                parcel.usedAt = clock()
                state.parcels[part.parcel] = parcel
            }
            return Array(parcel.bytes[part.offset..<end])
        }
    }

    /// Takes memory for what is fetched from another server, until the body ends.
    nonisolated(nonsending) func fetching<Value>(
        _ size: Int, _ body: () async -> Value
    ) async throws(PluginFailure) -> Value {
        let failure = state.withLock { state in
            trim(&state)
            let failure = refusal(of: size, state)
            if failure == nil { state.taken += size }
            return failure
        }
        if let failure { throw failure }
        defer { state.withLock { $0.taken -= size } }
        return await body()
    }

    /// Drops what nobody has sent or fetched a part of for long.
    func trim() { state.withLock { trim(&$0) } }

    private func trim(_ state: inout State) {
        let time = clock()
        for (id, parcel) in state.parcels where time - parcel.usedAt >= Self.lifetime { drop(id, &state) }
    }

    private func drop(_ id: String, _ state: inout State) {
        state.taken -= state.parcels.removeValue(forKey: id)?.size ?? 0
    }

    private func refusal(of size: Int, _ state: State) -> PluginFailure? {
        guard size >= 0, size <= limit else { return .longMessage(size, limit: limit) }
        return size <= limit - state.taken ? nil : .messageMemory(limit: limit)
    }

    private static func newID() -> String { "\(UInt64.random(in: 0 ... .max)).\(UInt64.random(in: 0 ... .max))" }
}
