import Hummingbird
import Platform
import Storage
import Synchronization

/// Caches responses that depend on the database and the minute only, until the next write: most reads come between two writes, from
/// clients that poll.
final class ResponseCache: Sendable {
    private struct Key: Hashable {
        let project: ProjectID
        /// Path and query.
        let uri: String
    }

    private struct State {
        /// Of the responses: some tell when a schedule is next due, which is another time after it.
        var minute: Int64 = 0
        var revision: UInt64 = 0
        var responses: [Key: Response] = [:]
        /// Of all bodies.
        var bytes = 0

        mutating func response(_ key: Key, at revision: UInt64, in minute: Int64) -> Response? {
            if minute != self.minute {
                responses.removeAll(keepingCapacity: true)
                bytes = 0
                self.minute = minute
            }
            return self.revision == revision ? responses[key] : nil
        }

        mutating func store(_ response: Response, _ length: Int, _ key: Key, at revision: UInt64, in minute: Int64) {
            // One that began in another minute may tell of that one.
            guard minute == self.minute else { return }
            // It was made from this revision or a later one, and is valid for this one.
            guard revision >= self.revision, length <= capacity / 8 else { return }
            if revision > self.revision || bytes + length > capacity {
                responses.removeAll(keepingCapacity: true)
                bytes = 0
                self.revision = revision
            }
            if responses.updateValue(response, forKey: key) == nil { bytes += length }
        }
    }

    /// Bytes of bodies before all are evicted.
    private static let capacity = 8 << 20

    private let storage: any StorageDriver
    private let now: @Sendable () -> Timestamp
    private let state = Mutex(State())

    init(_ storage: any StorageDriver, now: @escaping @Sendable () -> Timestamp = { .now }) {
        self.storage = storage
        self.now = now
    }

    /// - Parameter make: Reads the database and the clock's minute only; its response is the same for everyone in the caller's project.
    func response(
        to request: Request, of caller: Caller, make: () async throws -> Response
    ) async throws -> Response {
        guard let revision = storage.revision else { return try await make() }
        let key = Key(project: caller.project, uri: request.uri.string)
        let minute = now().milliseconds / 60_000
        if let cached = state.withLock({ $0.response(key, at: revision, in: minute) }) { return cached }
        let response = try await make()
        if response.status == .ok, let length = response.body.contentLength {
            state.withLock { $0.store(response, length, key, at: revision, in: minute) }
        }
        return response
    }
}
