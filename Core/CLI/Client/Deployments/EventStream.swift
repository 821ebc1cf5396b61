import AsyncHTTPClient
import JSON

/// Server-sent events of a response.
struct EventStream {
    struct Event {
        let name: String
        let data: JSONValue
    }

    let response: HTTPClientResponse

    /// Calls a function for each event, until the stream ends.
    func read(_ body: (Event) throws -> Void) async throws {
        var pending: [UInt8] = []
        for try await buffer in response.body {
            pending += Array(buffer.readableBytesView)
            while let end = Self.end(of: pending) {
                if let event = Self.event(pending[..<end]) { try body(event) }
                pending.removeFirst(end + 2)
            }
        }
    }

    /// An empty line ends an event.
    private static func end(of bytes: [UInt8]) -> Int? {
        bytes.indices.dropLast().first { bytes[$0] == 10 && bytes[$0 + 1] == 10 }
    }

    private static func event(_ bytes: ArraySlice<UInt8>) -> Event? {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        func value(_ field: String) -> Substring? {
            lines.first { $0.hasPrefix("\(field): ") }?.dropFirst(field.utf8.count + 2)
        }
        guard let name = value("event"), let data = value("data"), let json = try? JSONValue(parsing: String(data))
        else { return nil }
        return Event(name: String(name), data: json)
    }
}
