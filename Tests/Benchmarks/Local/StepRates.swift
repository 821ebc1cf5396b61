import JSON
import PluginMessages

/// Steps a second, one instance at a time and 64 at a time, beside bare commits: the rounds take turns, so that
/// what else the machine does meets both.
enum StepRates {
    private static let rounds = 15
    private static let program = """
        const start = performance.now();
        for (let i = 0; i < event.payload.steps; i++) await step.do(`step ${i}`, async () => ({ n: i }));
        return performance.now() - start;
        """

    static func measure() async throws {
        let installation = try await Installation()
        let deployment = try await installation.deploy(program)
        let bare = try BareCommits(folder: installation.folder)
        _ = try await rate(installation, deployment, "warm", concurrency: 64, steps: 100)
        print("Steps a second, and as a ratio to bare commits (WAL, synchronous=FULL) of the same round")
        for (concurrency, steps, target) in [(1, 800, 0.6), (64, 100, 7.0)] {
            var ratios: [Double] = []
            for round in 1...rounds {
                let before = try bare.rate(for: .milliseconds(150))
                let rate = try await rate(
                    installation, deployment, "\(concurrency)-\(round)", concurrency: concurrency, steps: steps)
                let after = try bare.rate(for: .milliseconds(150))
                ratios.append(rate / ((before + after) / 2))
                print(
                    "  \(concurrency) at a time: \(text(rate, digits: 0)) steps, "
                        + "\(text((before + after) / 2, digits: 0)) commits, ratio \(text(ratios[round - 1], digits: 2))"
                )
            }
            print("  \(concurrency) at a time: median ratio \(text(median(ratios), digits: 2)) (to reach: \(target))")
        }
        try await installation.remove()
    }

    private static func rate(
        _ installation: Installation, _ deployment: DeploymentHandle, _ name: String, concurrency: Int, steps: Int
    ) async throws -> Double {
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for n in 0..<concurrency {
                group.addTask {
                    let id = "\(name)-\(n)"
                    try await installation.trigger(id, of: deployment, params: ["steps": .int(steps)])
                    _ = try await installation.output(id)
                }
            }
            try await group.waitForAll()
        }
        return Double(concurrency * steps) / (ContinuousClock.now - start).seconds
    }
}
