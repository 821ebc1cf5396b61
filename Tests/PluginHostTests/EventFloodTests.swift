import JSON
import Logging
import PluginHost
import TestSupport
import Testing

@Suite("Events that nobody applies yet", .serialized, .timeLimit(.minutes(5)))
struct EventFloodTests {
    /// Bytes that the installation's plugins may have waiting.
    private static let limit = 64 << 20
    private static let size = 1 << 20

    @Test(
        "A flood is kept up to a limit, the rest is dropped with a line, and the loss is told when the others are applied",
        arguments: [PluginIsolation.inProcess, .process])
    func flood(isolation: PluginIsolation) async throws {
        let fixture = try PluginFixture()
        try await fixture.build("flood.c", as: "flood", defining: ["SIZE=\(Self.size)", "COUNT=100"])
        let recorder = LogRecorder()
        let host = try fixture.host(isolation: isolation, memoryLimit: 1 << 30, logger: recorder.logger)
        await host.load()
        let plugin = try #require(host.plugins.first).connection
        _ = try await plugin.call("tell", [:], deadline: .seconds(60)) { _, _ in }
        var events = host.events.makeAsyncIterator()
        var (kept, lost) = (0, 0)
        while let event = await events.next() {
            if event.name == PluginEvent.lost {
                lost = event.payload.int ?? 0
                break
            }
            kept += 1
            #expect(event.payload.string?.utf8.count == Self.size - 2)
        }
        #expect(kept + lost == 100 && kept * Self.size <= Self.limit && kept > 50, "\(kept) kept, \(lost) lost")
        let lines = recorder.lines.filter { $0.contains("events") }
        #expect(lines.count == 2 && lines[1].contains(" \(lost) events"), "\(lines)")
        // There is room again, and nothing is lost of what fits.
        for _ in 0..<2 {
            _ = try await plugin.call("tell", [:], deadline: .seconds(60)) { _, _ in }
            var again = 0
            while again < 50, let event = await events.next() { if event.name != PluginEvent.lost { again += 1 } }
            #expect(again == 50)
            while let event = await events.next() { if event.name == PluginEvent.lost { break } }
        }
        await host.shutdown()
    }
}
