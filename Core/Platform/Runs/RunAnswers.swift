import PluginMessages
import Storage
import Synchronization

/// What providers have answered of runs a moment ago. What they told by themselves before that may still be on its way, and is
/// older: it neither sets a run back nor is announced again.
final class RunAnswers: Sendable {
    /// What is left of what a provider told of a run.
    enum Rest: Sendable {
        case newer([ReportedRun])
        /// Nobody knows which of them is newer but the provider.
        case unclear(ReportedRun)
    }

    private struct Answer {
        let status: RunStatus
        let at: Timestamp
    }

    /// What is told later than this after an answer is newer: between a change and its event a plugin does nothing else.
    private static let delay = Duration.seconds(2)
    private static let most = 10_000

    private let answers = Mutex<[ReportedRun.Key: Answer]>([:])

    var count: Int { answers.withLock { $0.count } }

    /// Remembers what a provider answered, before it is taken over.
    func note(_ status: RunStatus, of key: ReportedRun.Key) {
        guard !status.isTerminal else { return }
        answers.withLock { answers in
            if answers.count >= Self.most {
                // Those that have come since are the ones for which something may be on its way.
                let times = answers.values.map(\.at).sorted()
                let middle = times[times.count / 2]
                answers = answers.filter { $0.value.at > middle }
            }
            answers[key] = Answer(status: status, at: .now)
        }
    }

    /// - Parameters:
    ///   - reports: Of one run, told by its provider itself, in the order in which they came.
    ///   - status: Of the run as it is kept.
    func rest(of reports: [ReportedRun], key: ReportedRun.Key, over status: RunStatus) -> Rest {
        let answer = answers.withLock { $0[key] }
        guard let answer, answer.status == status else { return .newer(reports) }
        let end = answer.at + Self.delay
        let doubtful = reports.prefix { $0.toldAt.map { $0 <= end } ?? false }
        let newer = reports[doubtful.endIndex...]
        guard let last = doubtful.last else { return .newer(reports) }
        if let same = doubtful.lastIndex(where: { $0.state.status == status }) {
            return .newer(Array(reports[(same + 1)...]))
        }
        if let ended = doubtful.firstIndex(where: \.state.status.isTerminal) { return .newer(Array(reports[ended...])) }
        return newer.isEmpty ? .unclear(last) : .newer(Array(newer))
    }

    /// What was told of a run has been compared with its answer: what is told from now on is newer.
    func forget(_ keys: [ReportedRun.Key]) {
        answers.withLock { answers in
            for key in keys { answers[key] = nil }
        }
    }
}
