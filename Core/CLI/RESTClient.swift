import AsyncHTTPClient
import JSON
import NIOCore
import NIOHTTP1
import PluginHost

/// Calls a server's REST API.
struct RESTClient: Sendable {
    /// A response with an error status.
    struct Refusal: Error, CustomStringConvertible {
        let path: String
        let status: Int
        let code: String?
        let detail: String?
        /// Seconds after which the server answers again.
        var retryAfter: Int?

        var description: String { "The server answered \(status) to \(path)\(detail.map { ": \($0)" } ?? "")" }
    }

    /// No response was received.
    struct Unreachable: Error, CustomStringConvertible {
        let base: String
        let reason: String

        var description: String { "The server at \(base) does not answer: \(reason)" }
    }

    let base: String
    let key: String

    private static let answerLimit = 64 << 20

    /// - Throws: ``Refusal``, ``Unreachable``.
    func get(_ path: String) async throws -> JSONValue { try await call(.GET, path) }

    /// Sends a request without a body.
    /// - Throws: ``Refusal``, ``Unreachable``.
    func post(_ path: String) async throws -> JSONValue { try await call(.POST, path) }

    private func call(_ method: HTTPMethod, _ path: String) async throws -> JSONValue {
        var request = HTTPClientRequest(url: base + path)
        request.method = method
        request.headers.add(name: "authorization", value: "Bearer \(key)")
        // A misspelled parameter must not be taken for none.
        request.headers.add(name: "prefer", value: "handling=strict")
        let (status, headers, bytes) = try await answer(to: request)
        let body = try? JSONValue(parsing: bytes.readableBytesView)
        guard status == 200, let body else {
            throw Refusal(
                path: path, status: status, code: body?["code"]?.string, detail: body?["detail"]?.string,
                retryAfter: headers.first(name: "retry-after").flatMap(Int.init))
        }
        return body
    }

    private func answer(to request: HTTPClientRequest) async throws -> (
        status: Int, headers: HTTPHeaders, body: ByteBuffer
    ) {
        do {
            let response = try await HTTPClient.outbound.execute(request, timeout: .seconds(60))
            return (
                Int(response.status.code), response.headers, try await response.body.collect(upTo: Self.answerLimit)
            )
        } catch { throw Unreachable(base: base, reason: "\(error)") }
    }
}
