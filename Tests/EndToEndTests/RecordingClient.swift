import AsyncHTTPClient
import Foundation
import JSON
import NIOCore
import Synchronization

/// A client that keeps every answer whole, headers too, with the request's line as its name.
final class RecordingClient: Sendable {
    struct Answer: Sendable {
        let request: String
        let status: Int
        let headers: [(name: String, value: String)]
        let body: String

        var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }
        func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }
        var whole: Data { Data((headers.map { "\($0.name): \($0.value)" } + [body]).joined(separator: "\n").utf8) }
    }

    private let kept = Mutex<[Answer]>([])

    var answers: [Answer] { kept.withLock { $0 } }

    @discardableResult
    func send(
        _ method: String, _ url: String, _ body: JSONValue? = nil, headers: [String: String] = [:],
        text: String? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url)
        request.method = .init(rawValue: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let content = text ?? body?.text {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: content))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(120))
        let answer = Answer(
            request: "\(method) \(URL(string: url)?.path ?? "")", status: Int(response.status.code),
            headers: response.headers.map { (name: $0.name, value: $0.value) },
            body: String(buffer: try await response.body.collect(upTo: 16 << 20)))
        kept.withLock { $0.append(answer) }
        return answer
    }
}
