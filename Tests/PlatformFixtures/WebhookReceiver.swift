import Foundation
import Hummingbird
import JSON
import ServerSupport
import Synchronization

/// A service on a free port of this machine that takes what webhooks are told of.
package final class WebhookReceiver: Sendable {
    package struct Request: Sendable {
        package let path: String
        package let headers: [String: String]
        package let body: String

        package var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }
    }

    private struct State {
        var requests: [Request] = []
        var statuses: [String: Int] = [:]
        var silent: Set<String> = []
    }

    private let state = Mutex(State())

    package init() {}

    package var requests: [Request] { state.withLock { $0.requests } }

    package func requests(to path: String) -> [Request] { requests.filter { $0.path == path } }

    /// What is answered under a path from now on; 200 by default.
    package func answer(_ path: String, with status: Int) { state.withLock { $0.statuses[path] = status } }

    /// Requests to a path are accepted from now on, and never answered.
    package func keepSilent(_ path: String) { state.withLock { _ = $0.silent.insert(path) } }

    /// - Parameter body: Gets the receiver's address.
    package func serving<Result: Sendable>(
        _ body: @escaping @Sendable (_ base: String) async throws -> Result
    ) async throws -> Result {
        let router = Router()
        router.post("**") { [self] request, _ in
            let bytes = try await request.body.collect(upTo: 1 << 20)
            let path = request.uri.path
            let headers = Dictionary(
                request.headers.map { ($0.name.canonicalName, $0.value) }, uniquingKeysWith: { first, _ in first })
            let status = state.withLock { state in
                state.requests.append(Request(path: path, headers: headers, body: String(buffer: bytes)))
                return state.statuses[path] ?? 200
            }
            if state.withLock({ $0.silent.contains(path) }) { try await Task.sleep(for: .seconds(3600)) }
            var response = Response(status: .init(code: status))
            if status == 302 { response.headers[.location] = "/redirected" }
            return response
        }
        return try await LoopbackServer(router: router).serving(body)
    }
}
