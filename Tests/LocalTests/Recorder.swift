import LocalRuntime
import PluginMessages
import Synchronization

/// Keeps what a runtime logs and tells.
final class Recorder: Sendable {
    private let kept = Mutex<(lines: [String], states: [RunState])>(([], []))
    private let reported = Mutex<[PluginFailure]>([])
    private let tokens = Mutex<[Result<TokenAnswer, PluginFailure>]>([])

    /// What the next tokens are that programs ask for; without any more there are none.
    func mint(_ answers: Result<TokenAnswer, PluginFailure>...) { tokens.withLock { $0 += answers } }

    var lines: [String] { kept.withLock { $0.lines } }
    /// What keeps programs from running now.
    var problems: [PluginFailure] { reported.withLock { $0 } }
    var states: [RunState] { kept.withLock { $0.states } }

    /// How often programs printed a text.
    func count(_ text: String) -> Int { lines.count { $0.hasSuffix("] \(text)") } }

    /// What programs printed that begins with a text.
    func printed(_ prefix: String) -> [String] {
        lines.compactMap { line in line.range(of: "] ").map { String(line[$0.upperBound...]) } }
            .filter { $0.hasPrefix(prefix) }
    }

    /// The numbers that programs printed.
    var numbers: [Int] { lines.compactMap { Int($0.split(separator: " ").last ?? "") } }

    /// How many runs have been in a state.
    func count(of status: RunStatus) -> Int { Set(states.filter { $0.status == status }.map(\.instanceId)).count }

    func statuses(of instance: String) -> [RunStatus] {
        states.filter { $0.instanceId == instance }.map(\.status)
    }

    var observer: LocalObserver {
        LocalObserver(
            log: { _, line in self.kept.withLock { $0.lines.append(line) } },
            problems: { problems in self.reported.withLock { $0 = problems } },
            changed: { state, _ in self.kept.withLock { $0.states.append(state) } },
            token: { _ in
                let next = self.tokens.withLock { $0.isEmpty ? nil : $0.removeFirst() }
                guard let next else { throw PluginFailure(code: "local.tokens", message: "There are no more tokens.") }
                return try next.get()
            })
    }
}
