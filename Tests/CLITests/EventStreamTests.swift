import AsyncHTTPClient
import JSON
import NIOCore
import Testing

@testable import CLI

@Suite("Events that commands follow", .timeLimit(.minutes(10)))
struct EventStreamTests {
    private func stream(_ text: String) -> EventStream {
        EventStream(response: HTTPClientResponse(body: .bytes(ByteBuffer(string: text))))
    }

    @Test("They are read by the standard's rules, and not only as this server writes them")
    func events() async throws {
        var events: [String] = []
        try await stream(
            ": heartbeat\r\n\r\nevent:progress\r\ndata:{\"a\":\r\ndata: 1}\r\nid: 3\r\n\r\ndata: 2\n\ndata: cut off"
        ).read { events.append("\($0.name) \($0.data.text)") }
        #expect(events == ["progress {\"a\":1}", "message 2"])
    }

    @Test("Data that is not JSON is an error, after the events before it")
    func malformed() async throws {
        var count = 0
        await #expect(throws: JSONSyntaxError.self) {
            try await stream("data: 1\n\nevent: result\ndata: {\n\n").read { _ in count += 1 }
        }
        #expect(count == 1)
    }
}
