import JSON
import PluginMessages
import Testing

@testable import CloudflareRuntime

@Suite("What the API tells of runs")
struct RunStateTests {
    @Test(
        "Statuses are mapped; a word that came later is unknown and is asked for again",
        arguments: [
            ("queued", RunStatus.queued), ("running", .running), ("waitingForPause", .running), ("paused", .paused),
            ("rollingBack", .running), ("waiting", .waiting), ("complete", .complete), ("errored", .errored),
            ("terminated", .terminated), ("hibernating", .unknown),
        ])
    func statuses(word: String, expected: RunStatus) { #expect(RunStatus(cloudflare: word) == expected) }
}
