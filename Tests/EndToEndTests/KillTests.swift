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
        let recorder = StepRecorder()
        let service = LoopbackService { path, body in await recorder.note(path, body) }
        try await service.serving { base in
            var generator = SeededGenerator(seed: seed)
            var fixture = try await KillFixture(data: folder.url, counter: base)
            try await fixture.deploy(KillFixture.documents.prefix(Stress.size(small: 8, large: .max)))
            var left = Self.kills
            while left > 0 {
                try await fixture.begin()
                for _ in 0..<min(Self.killsInARound, left) {
                    try await Task.sleep(for: .milliseconds(Int.random(in: 0...300, using: &generator)))
                    try await fixture.kill(KillFixture.Target.allCases.randomElement(using: &generator) ?? .both)
                }
                left -= Self.killsInARound
                try await fixture.finish(seed)
            }
            try await fixture.stop()
            #expect(fixture.killed > 0, "seed \(seed)")
        }
        #expect(recorder.violations == [], "seed \(seed)")
        #expect(recorder.steps > 0)
        print(
            "Kills: \(Self.kills), seed \(seed): \(recorder.steps) steps acknowledged, \(recorder.replays) replays, "
                + "\(recorder.repeats) attempts begun again, \(recorder.violations.count) acknowledged steps run again")
    }
}
