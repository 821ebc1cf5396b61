import Hummingbird
import JSON
import ServerSupport
import Synchronization

/// Vendors' APIs on one loopback server: each answers one request, when it comes with its key.
final class VendorService: Sendable {
    struct Request: Sendable {
        let path: String
        let body: JSONValue
    }

    private struct State {
        var requests: [Request] = []
        var problems: [String] = []
    }

    private let answers: [JSONValue]
    private let state = Mutex(State())

    /// - Parameter answers: `{request: "POST /path", authorization, answer}`.
    init(_ answers: [JSONValue]) { self.answers = answers }

    /// Everything that was asked for, in its order.
    var requests: [Request] { state.withLock { $0.requests } }

    /// Requests that no vendor knows, or without the key.
    var problems: [String] { state.withLock { $0.problems } }

    /// Runs the service as long as `body` runs.
    func serving(_ body: @escaping @Sendable (_ base: String) async throws -> Void) async throws {
        try await LoopbackServer(router: router()).serving(body)
    }

    private func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.on("**", method: .post) { [self] request, _ in
            let path = request.uri.path
            let content = try await request.body.collect(upTo: 1 << 20)
            let body = (try? JSONValue(parsing: content.readableBytesView)) ?? .null
            let found = answers.first { $0["request"]?.string == "POST \(path)" }
            let isAllowed = request.headers[.authorization] == found?["authorization"]?.string
            state.withLock { state in
                state.requests.append(Request(path: path, body: body))
                if found == nil { state.problems.append("POST \(path) is unknown") }
                if !isAllowed { state.problems.append("POST \(path) came without its key") }
            }
            return Response.json(found?["answer"] ?? .null, found == nil || !isAllowed ? .forbidden : .ok)
        }
        return router
    }
}
