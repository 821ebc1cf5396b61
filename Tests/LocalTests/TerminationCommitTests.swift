import GRDB
import PluginMessages
import TestSupport
import Testing

@testable import LocalRuntime

@Suite("Terminations that the journal cannot keep", .timeLimit(.minutes(5)))
struct TerminationCommitTests {
    @Test(
        "A takedown that can terminate no run is an error and removes nothing; the next one removes all",
        arguments: [false, true])
    func takedown(isAtRest: Bool) async throws {
        try await LocalFixture.with(configure: { if isAtRest { $0.idleTime = .milliseconds(20) } }) { fixture in
            let deployed = try await fixture.deploy(
                run: "await step.waitForEvent(\"e\", { type: \"go\" }); return 1;")
            let ids = ["r1", "r2"]
            for id in ids {
                try await deployed.trigger(id)
                _ = try await deployed.until(id) { $0.status == .waiting }
            }
            if isAtRest {
                try await eventually("no process is left") { await fixture.runtime.processIds.isEmpty }
            }
            try await fixture.runtime.journal.refuseTerminations()
            await #expect {
                try await fixture.runtime.takedown(deployed.handle)
            } throws: { error in
                "\(error)".contains("refused")
            }
            for id in ids {
                #expect(try await !deployed.state(id).status.isTerminal)
                #expect(!fixture.recorder.statuses(of: id).contains(.terminated))
            }
            try await fixture.runtime.journal.acceptTerminations()
            try await fixture.runtime.takedown(deployed.handle)
            for id in ids { #expect(try await deployed.state(id).status == .terminated) }
        }
    }
}

extension Journal {
    fileprivate func refuseTerminations() async throws {
        try await database.write { database in
            try database.execute(
                sql: """
                    CREATE TRIGGER refusal BEFORE UPDATE ON instance WHEN NEW.status = 'terminated'
                    BEGIN SELECT RAISE(ABORT, 'refused'); END
                    """)
        }
    }

    fileprivate func acceptTerminations() async throws {
        try await database.write { try $0.execute(sql: "DROP TRIGGER refusal") }
    }
}
