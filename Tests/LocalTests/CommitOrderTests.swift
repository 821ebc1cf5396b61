import Foundation
import GRDB
import TestSupport
import Testing

@testable import LocalRuntime

/// Whoever is told something may act on it: a program goes on behind an answer, and lists show a state.
@Suite("What is told before it is committed", .timeLimit(.minutes(6)))
struct CommitOrderTests {
    /// Asks the paths in turn, the first two within steps.
    private static func program(_ port: Int) -> String {
        """
        const ask = async (path: string) => {
          await (await fetch(`http://127.0.0.1:\(port)/${path}`)).text();
        };
        await step.do("a", async () => { await ask("a"); });
        await ask("answered");
        return 1;
        """
    }

    @Test(
        "Nothing is told of a step or an end that the journal cannot keep, and both come once it can",
        arguments: [("/a", "/answered"), ("/answered", nil)] as [(String, String?)])
    func failingCommits(held: String, next: String?) async throws {
        let listener = PathListener(holding: held)
        try await listener.serving { port in
            // The program's requests are the witnesses: they need no message through the runtime, which is busy.
            try await LocalFixture.with(settings: ["ALLOW_PRIVATE": "1"]) { fixture in
                let deployed = try await fixture.deploy(run: Self.program(port))
                try await deployed.trigger("r1")
                try await eventually("the request \(held)") { listener.count(held) > 0 }
                // Whatever came before it is committed.
                try await fixture.runtime.settled()
                let lock = try JournalLock(Journal.file(in: fixture.folder.url.appending(path: "data")))
                listener.open()
                func isTold() -> Bool {
                    fixture.recorder.statuses(of: "r1").contains(.complete)
                        || next.map { listener.count($0) > 0 } == true
                }
                try await eventually("a commit fails", within: .seconds(90)) {
                    isTold() || fixture.recorder.lines.contains { $0.contains("The journal cannot be written") }
                }
                #expect(!isTold(), "What is not kept was told.")
                try lock.release()
                #expect(try await deployed.finished("r1").output == 1)
                try await eventually("the end is told") { fixture.recorder.statuses(of: "r1").contains(.complete) }
            }
        }
    }
}

/// Another connection that writes to a journal, without an end.
private struct JournalLock {
    private let database: DatabaseQueue

    init(_ file: URL) throws {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        configuration.busyMode = .timeout(60)
        database = try DatabaseQueue(path: file.path, configuration: configuration)
        try database.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
    }

    func release() throws {
        try database.inDatabase { try $0.execute(sql: "ROLLBACK") }
        try database.close()
    }
}

extension LocalRuntime {
    /// Returns when everything so far is committed.
    fileprivate func settled() async throws { try await instances.commits.settled() }
}
