import PluginMessages
import Storage
import Testing

@testable import Platform

@Suite("What a provider told before it answered", .timeLimit(.minutes(10)))
struct RunAnswersTests {
    private static let key = ReportedRun.Key(deployment: DeploymentID("d"), instance: "i")

    private static func told(_ statuses: [RunStatus], at time: Timestamp = .now) -> [ReportedRun] {
        statuses.map { status in
            ReportedRun(
                deployment: key.deployment, state: RunState(instanceId: key.instance, status: status), toldAt: time)
        }
    }

    /// The statuses that are newer; `nil` when only the provider knows.
    private static func newer(
        _ statuses: [RunStatus], than answer: RunStatus?, over status: RunStatus, later: Duration = .zero
    ) -> [RunStatus]? {
        let answers = RunAnswers()
        if let answer { answers.note(answer, of: key) }
        switch answers.rest(of: told(statuses, at: .now + later), key: key, over: status) {
        case .newer(let rest): return rest.map(\.state.status)
        case .unclear: return nil
        }
    }

    @Test("What leads to the answered status is older, and what follows it is newer")
    func aligned() {
        #expect(Self.newer([.queued, .running], than: .running, over: .running) == [])
        #expect(Self.newer([.queued, .running, .waiting], than: .running, over: .running) == [.waiting])
        #expect(Self.newer([.running, .waiting, .running], than: .running, over: .running) == [])
        #expect(Self.newer([.queued, .running, .complete], than: .waiting, over: .waiting) == [.complete])
    }

    @Test("Where nothing shows which is newer the provider is asked")
    func unclear() {
        #expect(Self.newer([.queued], than: .running, over: .running) == nil)
        #expect(Self.newer([.running], than: .waiting, over: .waiting) == nil)
    }

    @Test("Without an answer, after another change, and some time later what is told is newer")
    func newer() {
        let told: [RunStatus] = [.queued, .running]
        #expect(Self.newer(told, than: nil, over: .running) == told)
        #expect(Self.newer(told, than: .running, over: .waiting) == told)
        #expect(Self.newer(told, than: .running, over: .running, later: .seconds(60)) == told)
        let answers = RunAnswers()
        answers.note(.running, of: Self.key)
        answers.forget([Self.key])
        guard case .newer(let rest) = answers.rest(of: Self.told(told), key: Self.key, over: .running) else {
            Issue.record("It was forgotten.")
            return
        }
        #expect(rest.count == 2)
    }

    @Test("What is remembered is bounded, and what is new is kept")
    func bounded() {
        let answers = RunAnswers()
        for number in 0..<25_000 {
            answers.note(.running, of: ReportedRun.Key(deployment: DeploymentID("d"), instance: "\(number)"))
        }
        answers.note(.running, of: Self.key)
        #expect(answers.count <= 10_001)
        guard case .newer(let rest) = answers.rest(of: Self.told([.running]), key: Self.key, over: .running) else {
            Issue.record("The newest is there.")
            return
        }
        #expect(rest.isEmpty)
    }
}
