import AsyncHTTPClient
import JSON
import NIOCore

/// Reads from a server's REST API.
struct RESTClient: Sendable {
    /// An answer that is no success.
    struct Refusal: Error, CustomStringConvertible {
        let path: String
        let status: Int
        let code: String?
        let detail: String?

        var description: String { "The server answered \(status) to \(path)\(detail.map { ": \($0)" } ?? "")" }
    }

    let base: String
    let key: String

    private static let answerLimit = 64 << 20

    func get(_ path: String) async throws -> JSONValue {
        var request = HTTPClientRequest(url: base + path)
        request.headers.add(name: "authorization", value: "Bearer \(key)")
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let bytes = try await response.body.collect(upTo: Self.answerLimit)
        let body = try? JSONValue(parsing: bytes.readableBytesView)
        guard response.status == .ok, let body else {
            throw Refusal(
                path: path, status: Int(response.status.code), code: body?["code"]?.string,
                detail: body?["detail"]?.string)
        }
        return body
    }
}
