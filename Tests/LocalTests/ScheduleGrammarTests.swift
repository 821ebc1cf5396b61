import PluginMessages
import TestSupport
import Testing
import Values

@testable import LocalRuntime

@Suite("Cron expressions on this machine", .timeLimit(.minutes(10)))
struct ScheduleGrammarTests {
    @Test("What the compiler accepts is deployed and has a next time, and nothing else is deployed")
    func deployed() throws {
        let seed = Stress.seed
        var spelling = RandomSpelling(seed: seed)
        for _ in 0..<Stress.size(small: 600, large: 20_000) {
            let text = spelling.cron()
            let cron = try? CronExpression(text)
            let plan = try? Self.plan(text)
            #expect((plan != nil) == (cron != nil), "\(text), seed \(seed)")
            guard let plan else { continue }
            let schedule = try #require(plan.deployment.schedule)
            #expect(CronExpression(stored: schedule)?.next(after: 0) == cron?.next(after: 0), "\(text), seed \(seed)")
            #expect(cron?.next(after: 0) != nil, "\(text), seed \(seed)")
        }
    }

    private static func plan(_ expression: String) throws -> DeploymentPlan {
        let artifact = Artifact(
            target: "cloudflare", kind: .script, fileName: "program.ts", className: nil, source: "", lineMap: [],
            bindings: [], requiredEnvironment: [], dependencies: [], trigger: .cron(expression: expression),
            warnings: [])
        return try DeploymentPlan(
            DeployRequest(
                deploymentId: "d1", workflowId: "w1", versionId: "v1", workflowName: "A program", artifact: artifact,
                environment: [], credentials: Credentials(connectionId: "c1", values: [:])), as: "a-program",
            bundle: nil)
    }
}
