import AsyncHTTPClient
import JSON
import NIOCore

/// What a deployed Worker answered.
struct WebAnswer: Sendable {
    let status: Int
    let headers: [String: [String]]
    let bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }
    var json: JSONValue? { try? JSONValue(parsing: bytes) }
}

extension Deployed {
    /// Asks it over HTTP.
    func ask(
        _ method: String = "GET", _ path: String = "/", headers: [(String, String)] = [], body: [UInt8]? = nil
    ) async throws -> WebAnswer {
        var request = HTTPClientRequest(url: url + path)
        request.method = .init(rawValue: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(ByteBuffer(bytes: body)) }
        return try await answer(to: request)
    }

    private func answer(to request: HTTPClientRequest) async throws -> WebAnswer {
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(100))
        let content = try await response.body.collect(upTo: 64 << 20)
        return WebAnswer(
            status: Int(response.status.code),
            headers: Dictionary(grouping: response.headers, by: { $0.name.lowercased() }).mapValues { $0.map(\.value) },
            bytes: [UInt8](content.readableBytesView))
    }

    /// Asks with a body whose length is not told before.
    func stream(pieces: Int, of size: Int) async throws -> WebAnswer {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        let body = AsyncStream<ByteBuffer> { continuation in
            for _ in 0..<pieces { continuation.yield(ByteBuffer(repeating: 97, count: size)) }
            continuation.finish()
        }
        request.body = .stream(body, length: .unknown)
        return try await answer(to: request)
    }

    func post(_ value: JSONValue, _ path: String = "/") async throws -> WebAnswer {
        try await ask("POST", path, headers: [("content-type", "application/json")], body: value.bytes)
    }
}
