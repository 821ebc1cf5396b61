import Foundation
import HTTPTypes
import Hummingbird
import JSON
import ServerSupport
import Synchronization

/// An HTTP service whose paths answer as real ones do: in other charsets, with binary bodies, with errors that pass.
/// The first part of each path is its caller's own.
final class ProgramService: Sendable {
    private let counts = Mutex<[String: Int]>([:])

    /// How often a path below a caller's own was called.
    func count(_ path: String) -> Int { counts.withLock { $0[path] ?? 0 } }

    func serving<Result: Sendable>(_ body: @escaping @Sendable (_ base: String) async throws -> Result) async throws
        -> Result
    {
        let router = Router()
        for method in [HTTPRequest.Method.get, .post, .put, .patch, .delete, .head] {
            router.on("**", method: method) { [self] request, _ in try await answer(request) }
        }
        return try await LoopbackServer(router: router).serving(body)
    }

    private func answer(_ request: Request) async throws -> Response {
        let path = request.uri.path
        let count = counts.withLock { counts in
            counts[path, default: 0] += 1
            return counts[path] ?? 0
        }
        let content = try await request.body.collect(upTo: 4 << 20)
        let parts = path.split(separator: "/").map(String.init)
        guard parts.count > 1 else { return Self.answer(.notFound, "", nil) }
        let argument = Double(parts.last ?? "") ?? 0
        switch parts[1] {
        case "echo": return Self.json(.ok, echoed(request, parts, String(buffer: content)))
        case "flaky":
            return count <= Int(argument)
                ? Self.answer(.serviceUnavailable, "busy", nil) : Self.json(.ok, ["tries": .int(count)])
        case "s429":
            guard count == 1 else { return Self.json(.ok, ["ok": true]) }
            var response = Self.answer(.tooManyRequests, "slow down", nil)
            response.headers[.retryAfter] = "1"
            return response
        case "slow":
            try await Task.sleep(for: .seconds(argument))
            return Self.json(.ok, ["slow": true])
        default: return Self.fixed[parts[1]]?() ?? Self.answer(.notFound, "none", nil)
        }
    }

    private func echoed(_ request: Request, _ parts: [String], _ body: String) -> JSONValue {
        let headers = request.headers.map { ($0.name.rawName.lowercased(), JSONValue.string($0.value)) }
        return [
            "method": .string(request.method.rawValue),
            "path": .string("/" + parts.dropFirst().joined(separator: "/")),
            "query": .string(request.uri.query ?? ""),
            "headers": .object(JSONObject(headers)), "body": .string(body), "text": .string(body),
        ]
    }

    /// Paths with one answer each.
    private static let fixed: [String: @Sendable () -> Response] = [
        "cookies": {
            var response = json(.ok, [:])
            response.headers[values: .setCookie] = ["csrf=a; Path=/", "session=b; HttpOnly"]
            return response
        },
        "empty204": { Response(status: .noContent) },
        "emptyjson": { answer(.created, "", "application/json") },
        "latin1": {
            bytes("Regi\u{e3}o gr\u{e1}tis".unicodeScalars.map { UInt8($0.value) }, "text/html; charset=ISO-8859-1")
        },
        // In ISO-8859-15 A4 is the euro sign.
        "jsonlatin": {
            let text = "{\"name\":\"Jos\u{e9} 5\u{a4}\"}"
            return bytes(text.unicodeScalars.map { UInt8($0.value) }, "application/json;charset=ISO-8859-15")
        },
        "gbk": { bytes([0xBB, 0xC6, 0xBD, 0xF0, 0xD0, 0xC2, 0xCE, 0xC5], "text/plain; charset=gbk") },
        "png": { bytes([137, 80, 78, 71, 13, 10, 26, 10, 0, 255, 254, 128], "image/png") },
        // {"packed":true}
        "deflate": { encoded("eNqrVipITM5OTVGyKikqTa0FACt0BZ8=", "deflate") },
        "zstd": { encoded("KLUv/QRYWQAAeyJhIjoiw6kifQ==", "zstd") },
        "badjson": { answer(.ok, "OK, created", "application/json") },
        "s404": { answer(.notFound, "{\"error\":\"no such thing\"}", "application/json") },
    ]

    private static func encoded(_ base64: String, _ encoding: String) -> Response {
        var response = bytes(Array(Data(base64Encoded: base64) ?? Data()), "application/json")
        response.headers[.contentEncoding] = encoding
        return response
    }

    private static func json(_ status: HTTPResponse.Status, _ value: JSONValue) -> Response {
        answer(status, value.text, "application/json")
    }

    private static func answer(_ status: HTTPResponse.Status, _ text: String, _ type: String?) -> Response {
        bytes(Array(text.utf8), type, status)
    }

    private static func bytes(_ bytes: [UInt8], _ type: String?, _ status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: type.map { [.contentType: $0] } ?? [:],
            body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
