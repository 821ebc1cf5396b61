import HTTPTypes
import Hummingbird
import JSON
import ServerSupport
import Synchronization
import TestSupport

/// An HTTP service on this machine that counts the requests to each path and answers with what it was asked.
/// Paths that begin with `/hold` are answered only once they are let go.
final class LoopbackService: Sendable {
    private struct State {
        var requests: [String: [JSONValue]] = [:]
        var traces: [String: [String]] = [:]
        var isOpen = false
    }

    private let state = Mutex(State())
    private let note: @Sendable (_ path: String, _ body: JSONValue) async -> Void

    /// - Parameter note: Learns of every request before it is answered.
    init(note: @escaping @Sendable (_ path: String, _ body: JSONValue) async -> Void = { _, _ in }) {
        self.note = note
    }

    /// How often a path was asked for.
    func count(_ path: String) -> Int { state.withLock { $0.requests[path]?.count ?? 0 } }

    /// What was sent to a path.
    func bodies(_ path: String) -> [JSONValue] { state.withLock { $0.requests[path] ?? [] } }

    /// The `traceparent` of each request to a path that had one.
    func traces(_ path: String) -> [String] { state.withLock { $0.traces[path] ?? [] } }

    /// Returns when a path has been asked for.
    /// - Throws: ``WaitedInVain``
    func asked(for path: String) async throws { try await eventually("a request to \(path)") { count(path) > 0 } }

    /// From now on held paths are answered.
    func open() { state.withLock { $0.isOpen = true } }

    /// Runs the service as long as `body` runs.
    func serving<Result: Sendable>(_ body: @escaping @Sendable (_ base: String) async throws -> Result) async throws
        -> Result
    {
        try await LoopbackServer(router: router()).serving(body)
    }

    private func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.on("**", method: .post) { [self] request, _ in
            let path = request.uri.path
            let content = try await request.body.collect(upTo: 1 << 20)
            let body = (try? JSONValue(parsing: content.readableBytesView)) ?? .null
            let trace = HTTPField.Name("traceparent").flatMap { request.headers[$0] }
            state.withLock { state in
                state.requests[path, default: []].append(body)
                if let trace { state.traces[path, default: []].append(trace) }
            }
            await note(path, body)
            while path.hasPrefix("/hold"), !state.withLock({ $0.isOpen }) {
                try await Task.sleep(for: .milliseconds(5))
            }
            let answer: JSONValue =
                path.hasPrefix("/slack/")
                ? ["ok": true, "channel": "C1", "ts": "1.2", "message": ["text": body["text"] ?? .null]]
                : ["path": .string(path), "received": body]
            return Response.json(answer)
        }
        return router
    }
}
