import Foundation
import Hummingbird
import JSON
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
        try await LoopbackServer(router: router).serving(body)
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
                return Response.json(["error": ["message": .string("The token \(sent) is not valid")]], .unauthorized)
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
            return .json(["ok": true, "things": .array(items), "meta": ["next": next]])
        case "/mills/7/looms":
            let words = query["q"] ?? ""
            let items = (0..<3).map(Self.thing).filter { words.isEmpty || $0["name"]?.string?.hasSuffix(words) == true }
            return .json(["things": .array(items)])
        case "/forbidden": return .json(["message": "missing scope looms:read"], .forbidden)
        case "/limited": return .json(["error": "rate_limited"], .tooManyRequests, headers: [.retryAfter: "7"])
        case "/revoked": return .json(["ok": false, "error": "token_revoked"])
        case "/words": return .json(["ok": false, "error": "no_such_mill"])
        case "/broken": return Response(status: .badGateway, body: .init(byteBuffer: ByteBuffer(string: "<h1>No</h1>")))
        case "/elsewhere": return .json([:], .found, headers: [.location: "/mills"])
        case "/huge":
            return .json(["things": [["id": "1", "name": .string(String(repeating: "x", count: 5 << 20))]]])
        case "/slow":
            try await Task.sleep(for: .seconds(3600))
            return Response(status: .ok)
        default: return .json(["message": "no such list"], .notFound)
        }
    }

    private static func thing(_ number: Int) -> JSONValue {
        ["id": .int(number), "name": .string("Loom \(number)")]
    }
}
