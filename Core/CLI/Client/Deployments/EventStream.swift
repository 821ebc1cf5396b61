import AsyncHTTPClient
import JSON
import Values

/// Server-sent events of a response, whose data is JSON.
struct EventStream {
    struct Event {
        let name: String
        let data: JSONValue
    }

    let response: HTTPClientResponse

    /// Calls a function for each event, until the stream ends.
    /// - Throws: `JSONSyntaxError` for an event whose data is not JSON.
    func read(_ body: (Event) throws -> Void) async throws {
        var parser = EventStreamParser()
        for try await buffer in response.body {
            for event in parser.receive(buffer.readableBytesView) {
                try body(Event(name: event.name, data: JSONValue(parsing: event.data)))
            }
        }
    }
}
