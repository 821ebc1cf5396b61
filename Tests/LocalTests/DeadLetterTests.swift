import Foundation
import PluginMessages
import TestSupport
import Testing

@testable import LocalRuntime

@Suite("Dead letters are sent again to the queue that they came from", .timeLimit(.minutes(10)))
struct DeadLetterTests {
    @Test("All, or some by their ids, of one connection")
    func sendAgain() async throws {
        let folder = try TemporaryFolder()
        let journal = try Journal(folder: folder.url)
        defer { try? journal.close() }
        let own = QueueID(account: "c1", name: "dead"), other = QueueID(account: "c2", name: "dead")
        for (queue, names) in [(own, ["a", "b", "c"]), (other, ["d"])] {
            try await journal.send(
                names.map { NewMessage(id: $0, contentType: "text", body: $0, visibleAt: 1) }, to: queue, now: 1)
        }
        let target = QueueID(account: "c1", name: "mail")
        #expect(try await journal.move(["a", "d", "none"], from: own, to: target, now: 5) == 1)
        #expect(try await journal.messages(of: target, after: 0, limit: 10).map(\.id) == ["a"])
        #expect(try await journal.messages(of: target, after: 0, limit: 10).map(\.visibleAt) == [5])
        #expect(try await journal.move(nil, from: own, to: target, now: 6) == 2)
        #expect(try await journal.messages(of: own, after: 0, limit: 10).isEmpty)
        #expect(try await journal.messages(of: other, after: 0, limit: 10).map(\.id) == ["d"])
    }
}
