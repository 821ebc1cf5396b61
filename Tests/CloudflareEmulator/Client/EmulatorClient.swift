import AsyncHTTPClient
import Foundation
import JSON
import NIOCore

/// A client of an emulated account's API, and of the emulator itself.
package struct EmulatorClient: Sendable {
    package struct Answer: Sendable {
        package let status: Int
        package let headers: [String: String]
        package let body: JSONValue

        package var code: Int? { body["errors"]?.array?.first?["code"]?.int }
    }

    package static let account = "0123456789abcdef0123456789abcdef"

    /// Such as `http://127.0.0.1:4000`.
    package let base: String
    package var token = "emulator-token"

    package init(base: String) { self.base = base }

    /// A call of the API, below the account unless the path begins with `/`.
    package func call(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws -> Answer {
        let path = path.hasPrefix("/") ? path : "/accounts/\(Self.account)/\(path)"
        return try await send(
            method, "\(base)/client/v4\(path)", body.map { ($0.text, "application/json") },
            ["authorization": "Bearer \(token)"])
    }

    /// Asks the emulator itself.
    @discardableResult
    package func control(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws -> JSONValue {
        try await send(method, "\(base)/__emulator/\(path)", body.map { ($0.text, "application/json") }).body
    }

    /// Uploads a Worker of one module.
    @discardableResult
    package func upload(_ name: String, _ code: String, _ metadata: JSONObject = [:]) async throws -> Answer {
        var metadata = metadata
        metadata["main_module"] = "worker.js"
        let part = { (name: String, type: String, content: String) in
            "--boundary\r\nContent-Disposition: form-data; name=\"\(name)\"; filename=\"\(name)\"\r\n"
                + "Content-Type: \(type)\r\n\r\n\(content)\r\n"
        }
        let body =
            part("metadata", "application/json", JSONValue.object(metadata).text)
            + part("worker.js", "application/javascript+module", code) + "--boundary--\r\n"
        return try await send(
            "PUT", "\(base)/client/v4/accounts/\(Self.account)/workers/scripts/\(name)",
            (body, "multipart/form-data; boundary=boundary"), ["authorization": "Bearer \(token)"])
    }

    package func send(
        _ method: String, _ url: String, _ body: (text: String, type: String)? = nil, _ headers: [String: String] = [:]
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url)
        request.method = .init(rawValue: method)
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        if let body {
            request.headers.replaceOrAdd(name: "content-type", value: body.type)
            request.body = .bytes(ByteBuffer(string: body.text))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(100))
        let text = String(buffer: try await response.body.collect(upTo: 64 << 20))
        let pairs = response.headers.map { ($0.name.lowercased(), $0.value) }
        return Answer(
            status: Int(response.status.code), headers: Dictionary(pairs) { $1 },
            body: (try? JSONValue(parsing: text)) ?? .string(text))
    }
}
