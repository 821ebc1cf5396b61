import Foundation
import JSON
import TestSupport
import Testing

@Suite("Kills at random moments, on the real server", .timeLimit(.minutes(60)))
struct KillTests {
    /// `make stress` asks for 200.
    private static let kills = Stress.size(small: 15, large: 200)
    private static let killsInARound = 8

    @Test("An acknowledged step never runs again, and every run ends as it would have", .timeLimit(.minutes(30)))
    func kills() async throws {
        let seed = Stress.seed
        let folder = try TemporaryFolder()
        let witness = StepWitness()
        let service = LoopbackService { path, body in await witness.note(path, body) }
        try await service.serving { base in
            var generator = SeededGenerator(seed: seed)
            var survivors = try await Survivors(data: folder.url, counter: base)
            try await survivors.deploy(Survivors.documents.prefix(Stress.size(small: 8, large: .max)))
            var left = Self.kills
            while left > 0 {
                try await survivors.begin()
                for _ in 0..<min(Self.killsInARound, left) {
                    try await Task.sleep(for: .milliseconds(Int.random(in: 0...300, using: &generator)))
                    try await survivors.kill(Survivors.Target.allCases.randomElement(using: &generator) ?? .both)
                }
                left -= Self.killsInARound
                try await survivors.finish(seed)
            }
            try await survivors.stop()
            #expect(survivors.killed > 0, "seed \(seed)")
        }
        #expect(witness.violations == [], "seed \(seed)")
        #expect(witness.steps > 0)
        print(
            "Kills: \(Self.kills), seed \(seed): \(witness.steps) steps acknowledged, \(witness.passages) passages, "
                + "\(witness.repeats) attempts begun again, \(witness.violations.count) acknowledged steps run again")
    }
}
