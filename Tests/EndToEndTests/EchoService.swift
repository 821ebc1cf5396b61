import Foundation
import HTTPTypes
import Hummingbird
import JSON
import ServerSupport
import Synchronization

/// Answers with what it was asked, as `echoServer` of `Tests/Fixtures/deno/bindings.ts` does, below a path of each
/// caller's own.
final class EchoService: Sendable {
    private let counts = Mutex<[Substring: Int]>([:])

    /// Runs the service as long as `body` runs.
    func serving<Result: Sendable>(_ body: @escaping @Sendable (_ base: String) async throws -> Result) async throws
        -> Result
    {
        try await LoopbackServer(answer: answer).serving(body)
    }

    private func answer(_ request: Request) async throws -> Response {
        let target = request.head.path ?? "/"
        let caller = target.dropFirst().prefix { $0 != "/" && $0 != "?" }
        let own = String(target.dropFirst(caller.count + 1))
        let count = counts.withLock { counts in
            counts[caller, default: 0] += 1
            return counts[caller, default: 0]
        }
        let path = own.prefix { $0 != "?" }
        if path.hasPrefix("/status/"), let status = Int(path.dropFirst("/status/".count)) {
            return Self.text("status \(status)", .init(code: status))
        }
        if path == "/text" { return Self.text("plain", .ok) }
        if path == "/flaky", count < 3 { return Self.text("not yet", .serviceUnavailable) }
        let content = try await request.body.collect(upTo: 1 << 20)
        let query = URLComponents(string: own)?.queryItems ?? []
        let value: JSONValue = [
            "method": .string(request.method.rawValue), "path": .string(String(path)),
            "query": .array(
                query.map { [.string($0.name), .string(($0.value ?? "").replacingOccurrences(of: "+", with: " "))] }),
            "type": request.headers[.contentType].map(JSONValue.string) ?? .null,
            "mark": Self.mark.flatMap { request.headers[$0] }.map(JSONValue.string) ?? .null,
            "body": .string(String(buffer: content)),
        ]
        var response = Response.json(value)
        if let seen = HTTPField.Name("x-seen") { response.headers[seen] = "yes" }
        if request.method == .head { response.body = .init() }
        return response
    }

    private static let mark = HTTPField.Name("x-mark")

    private static func text(_ text: String, _ status: HTTPResponse.Status) -> Response {
        Response(status: status, body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
