import Foundation
import JSON
import TestSupport
import Testing

@Suite("The server under a steady load", .enabled(if: Stress.isOn), .timeLimit(.minutes(120)))
struct SoakTests {
    /// `SOAK_MINUTES`: how long it lasts, in minutes.
    private static let length = Duration.seconds(
        60 * (ProcessInfo.processInfo.environment["SOAK_MINUTES"].flatMap(Double.init) ?? 30))

    /// Runs that do a little of everything: steps, a request, a sleep, a line in the log, and an error now and then.
    private static func document(_ number: Int) -> JSONValue {
        LocalDocument.steps(
            "Soak", ("Print", "console.log('round', event.payload.round, '\(number)'); return 'x'.repeat(6000);"),
            ("Ask", "return (await fetch(env.BASE + '/soak')).status;"),
            ("Wait", "await scheduler.wait(20); return 1;"),
            ("End", "if (event.payload.round % 10 === 9) throw new Error('now and then'); return 'done';"))
    }

    private struct Load {
        let installation: LocalInstallation
        var workflow: LocalWorker
        let function: LocalWorker
        var rounds = 0

        /// Ten runs and as many requests at a time, each to its end.
        mutating func round() async throws {
            let (number, flow, function) = (rounds * 10, workflow, function)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for offset in 0..<10 {
                    group.addTask {
                        let end = try await flow.trigger(["round": .int(number + offset)]).end()
                        let expected = (number + offset) % 10 == 9 ? "errored" : "complete"
                        guard end["status"]?.string == expected else {
                            throw APIClient.Unexpected(description: end.text)
                        }
                    }
                    group.addTask {
                        let answer = try await function.ask("POST", "/", ["n": .int(offset)])
                        guard answer.status == 200 else { throw APIClient.Unexpected(description: answer.text) }
                    }
                }
                try await group.waitForAll()
            }
            rounds += 1
            // A version replaces the last one now and then, with a process of its own.
            if rounds.isMultiple(of: 50) { workflow = try await workflow.deploy(SoakTests.document(rounds)) }
        }
    }

    @Test("Memory, descriptors, threads and processes stay as they are")
    func soak() async throws {
        try await LocalInstallation.running { installation in
            let identifier = try #require(installation.server.identifier)
            let clock = ContinuousClock()
            let end = clock.now + Self.length
            var load = Load(
                installation: installation, workflow: try await installation.deploy(Self.document(0)),
                function: try await installation.deploy(
                    LocalDocument.steps(
                        "Answer", ("EXPORT_none", "return 1;"), trigger: ["type": "http"], kind: "script"),
                    triggerCode: "return Response.json(await request.json());"))
            var samples: [ProcessSample] = []
            var next = clock.now
            while clock.now < end {
                try await load.round()
                guard clock.now >= next else { continue }
                samples.append(try #require(ProcessSample(of: identifier, data: installation.folder.url)))
                next = clock.now + Self.length / 100
            }
            // The first fifth fills caches and pools.
            let settled = Array(samples.dropFirst(samples.count / 5))
            let third = settled.count / 3
            try #require(third > 2, "\(samples.count) samples are too few")
            let (early, late) = (Array(settled.prefix(third)), Array(settled.suffix(third)))
            print("\(load.rounds * 10) runs; at first \(early[third / 2]); at last \(late[third / 2])")
            #expect(late.median(\.memory) <= early.median(\.memory) * 5 / 4 + 16_384)
            #expect(late.median(\.descriptors) <= early.median(\.descriptors) + 16)
            #expect(late.median(\.threads) <= early.median(\.threads) + 4)
            #expect(late.median(\.workers) <= early.median(\.workers) + 1)
        }
    }
}
