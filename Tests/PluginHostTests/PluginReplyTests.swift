import PluginMessages
import TestSupport
import Testing

@testable import PluginHost

@Suite("What plugins fail with, and how much they ask for at a time", .timeLimit(.minutes(3)))
struct PluginReplyTests {
    @Test("A failure has an end, and nothing that changes how the rest is shown")
    func shown() {
        let long = String(repeating: "x", count: 40_000)
        let failure = PluginReply.failure(
            #"{"code":"acme.\u001b[2Jno","message":"one\ntwo\u202e \u0007\#(long)","retryable":true,"retryAfter":-5}"#
                .utf8)
        #expect(failure.code == "acme.[2Jno" && failure.retryAfter == 0 && failure.retryable)
        #expect(failure.message.hasPrefix("one\ntwo xx") && failure.message.count == 32_768)
        #expect(PluginReply.failure(#"{"code":"a","message":"b","retryable":false}"#.utf8).message == "b")
    }

    @Test("So many requests are under way, others wait for them, and more are refused")
    func slots() async throws {
        let slots = FetchSlots(most: 2, mostWaiting: 3)
        let (taken, takes) = AsyncStream.makeStream(of: Bool.self)
        #expect(await slots.take())
        #expect(await slots.take())
        try await withThrowingTaskGroup { group in
            for _ in 0..<3 {
                group.addTask { _ = takes.yield(await slots.take()) }
            }
            try await eventually("three to wait", equals: 3) { await slots.waiters }
            #expect(await !slots.take())
            for _ in 0..<3 { await slots.giveBack() }
            try await group.waitForAll()
        }
        takes.finish()
        #expect(await taken.reduce(into: []) { $0.append($1) } == [true, true, true])
        for _ in 0..<2 { await slots.giveBack() }
        #expect(await slots.take())
    }
}
