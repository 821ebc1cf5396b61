import AsyncHTTPClient
import JSON
import NIOCore

/// Reads server-sent events one after another, as long as somebody wants more.
struct EventReader {
    struct Event: Sendable {
        let name: String
        let id: String?
        let data: JSONValue
    }

    let status: Int
    private var body: HTTPClientResponse.Body.AsyncIterator
    private var text = ""

    /// Returns when the response has begun.
    init(_ server: Server, _ path: String, key: String, after id: String? = nil) async throws {
        try await self.init(server, path, ("authorization", "Bearer \(key)"), after: id)
    }

    /// - Parameter credential: The header that tells who asks.
    init(_ server: Server, _ path: String, _ credential: (String, String), after id: String? = nil) async throws {
        var request = HTTPClientRequest(url: server.base + path)
        request.headers.add(name: credential.0, value: credential.1)
        if let id { request.headers.add(name: "last-event-id", value: id) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(100))
        status = Int(response.status.code)
        body = response.body.makeAsyncIterator()
    }

    /// - Returns: `nil` at the end of the stream.
    mutating func next() async throws -> Event? {
        while true {
            while let end = text.range(of: "\n\n") {
                let lines = text[..<end.lowerBound].split(separator: "\n").map(String.init)
                text.removeSubrange(..<end.upperBound)
                func field(_ name: String) -> String? {
                    lines.first { $0.hasPrefix("\(name): ") }.map { String($0.dropFirst(name.count + 2)) }
                }
                guard let name = field("event"), let data = field("data") else { continue }
                return Event(name: name, id: field("id"), data: try JSONValue(parsing: data))
            }
            guard let chunk = try await body.next() else { return nil }
            text += String(buffer: chunk)
        }
    }

    /// The next event of a name.
    mutating func next(_ name: String) async throws -> Event? {
        while let event = try await next() { if event.name == name { return event } }
        return nil
    }
}
