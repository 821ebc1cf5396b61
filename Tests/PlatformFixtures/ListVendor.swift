import Foundation
import HTTPTypes
import Hummingbird
import JSON
import Logging
import NIOCore
import ServerSupport
import Synchronization

/// A vendor on a free port of this machine that lists things for a token, well and badly.
package final class ListVendor: Sendable {
    package struct Request: Sendable {
        package let path: String
        package let query: [String: String]
        package let authorization: String
    }

    private let requested = Mutex<[Request]>([])
    private let token: String

    /// - Parameter token: The one that it accepts.
    package init(token: String) { self.token = token }

    package var requests: [Request] { requested.withLock { $0 } }

    /// - Parameter body: Gets the vendor's address.
    package func serving<Result: Sendable>(
        _ body: @escaping @Sendable (_ base: String) async throws -> Result
    ) async throws -> Result {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) },
            logger: Logger(label: "vendor") { _ in SwiftLogNoOpLogHandler() })
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.runUntilCancelled() }
            var started = ports.makeAsyncIterator()
            let result = try await body("http://127.0.0.1:\(await started.next() ?? 0)")
            group.cancelAll()
            return result
        }
    }

    private var router: Router<BasicRequestContext> {
        let router = Router()
        router.get("**") { [self] request, _ in
            let items = URLComponents(string: request.uri.string)?.queryItems ?? []
            let query = Dictionary(items.map { ($0.name, $0.value ?? "") }, uniquingKeysWith: { $1 })
            let authorization = request.headers[.authorization] ?? ""
            requested.withLock {
                $0.append(Request(path: request.uri.path, query: query, authorization: authorization))
            }
            guard authorization == "Bearer \(token)" else {
                let sent = authorization.drop { $0 != " " }.dropFirst()
                return Self.json(.unauthorized, ["error": ["message": .string("The token \(sent) is not valid")]])
            }
            return try await response(to: request.uri.path, query)
        }
        return router
    }

    private func response(to path: String, _ query: [String: String]) async throws -> Response {
        switch path {
        case "/mills":
            // Thirty in pages of ten; the last has less, and one in between none.
            let page = Int(query["page"] ?? "") ?? 0
            let items = page == 1 ? [] : (page * 10..<min(page * 10 + 10, 35)).map(Self.thing)
            let next: JSONValue = page < 3 ? .string("\(page + 1)") : ""
            return Self.json(.ok, ["ok": true, "things": .array(items), "meta": ["next": next]])
        case "/mills/7/looms":
            let words = query["q"] ?? ""
            let items = (0..<3).map(Self.thing).filter { words.isEmpty || $0["name"]?.string?.hasSuffix(words) == true }
            return Self.json(.ok, ["things": .array(items)])
        case "/forbidden": return Self.json(.forbidden, ["message": "missing scope looms:read"])
        case "/limited": return Self.json(.tooManyRequests, ["error": "rate_limited"], [.retryAfter: "7"])
        case "/revoked": return Self.json(.ok, ["ok": false, "error": "token_revoked"])
        case "/words": return Self.json(.ok, ["ok": false, "error": "no_such_mill"])
        case "/broken": return Response(status: .badGateway, body: .init(byteBuffer: ByteBuffer(string: "<h1>No</h1>")))
        case "/elsewhere": return Self.json(.found, [:], [.location: "/mills"])
        case "/huge":
            return Self.json(.ok, ["things": [["id": "1", "name": .string(String(repeating: "x", count: 5 << 20))]]])
        case "/slow":
            try await Task.sleep(for: .seconds(3600))
            return Response(status: .ok)
        default: return Self.json(.notFound, ["message": "no such list"])
        }
    }

    private static func thing(_ number: Int) -> JSONValue {
        ["id": .int(number), "name": .string("Loom \(number)")]
    }

    private static func json(
        _ status: HTTPResponse.Status, _ value: JSONValue, _ headers: HTTPFields = [:]
    ) -> Response {
        var fields = headers
        fields[.contentType] = "application/json"
        return Response(status: status, headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: value.bytes)))
    }
}
