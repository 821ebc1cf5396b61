import AsyncHTTPClient
import JSON
import NIOCore
import Values

/// Reads server-sent events one after another, as long as somebody wants more.
struct EventReader {
    struct Event: Sendable {
        let name: String
        let id: String?
        let data: JSONValue
    }

    let status: Int
    private var body: HTTPClientResponse.Body.AsyncIterator
    private var parser = EventStreamParser()
    private var events: [EventStreamParser.Event] = []

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
        while events.isEmpty {
            guard let chunk = try await body.next() else { return nil }
            events += parser.receive(chunk.readableBytesView)
        }
        let event = events.removeFirst()
        return Event(
            name: event.name, id: event.id.isEmpty ? nil : event.id, data: try JSONValue(parsing: event.data))
    }

    /// The next event of a name.
    mutating func next(_ name: String) async throws -> Event? {
        while let event = try await next() { if event.name == name { return event } }
        return nil
    }
}
