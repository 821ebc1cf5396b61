/// How many runs of each deployment have not begun, or a few more: they are counted seldom, as many take long to count.
/// Times are the steady clock's.
struct QueuedRuns: Sendable {
    private struct Count: Sendable {
        /// As they were counted, with those that were let in since; `nil` before the first count.
        var runs: Int?
        /// When more were refused after a count.
        var refusedAt: Duration?
        /// All that were ever let in.
        var admitted = 0
    }

    /// Between two counts of a deployment that has too many.
    private static let interval = Duration.milliseconds(200)
    /// Deployments that are known at a time; others are counted anew.
    private static let most = 1_000

    private var counts: [String: Count] = [:]

    /// Whether runs have to be counted before more are let in.
    func isUnknown(_ deployment: String, more: Int, limit: Int, at time: Duration) -> Bool {
        guard let count = counts[deployment], let runs = count.runs else { return true }
        guard runs + more > limit else { return false }
        return count.refusedAt.map { time - $0 >= Self.interval } ?? true
    }

    /// - Returns: To be given to ``counted(_:of:since:)``: what is let in from now on is not among the runs that are counted.
    mutating func beginCount(of deployment: String) -> Int {
        if counts.count >= Self.most, counts[deployment] == nil { counts.removeAll() }
        return counts[deployment, default: Count()].admitted
    }

    mutating func counted(_ runs: Int, of deployment: String, since begin: Int) {
        let admitted = counts[deployment]?.admitted ?? 0
        counts[deployment, default: Count()].runs = runs + max(0, admitted - begin)
    }

    /// - Returns: `false` when they are too many, and are not let in.
    mutating func admit(_ more: Int, of deployment: String, limit: Int, at time: Duration) -> Bool {
        var count = counts[deployment] ?? Count()
        if let runs = count.runs {
            guard runs + more <= limit else {
                // Those that follow soon are refused without another count.
                if count.refusedAt.map({ time - $0 >= Self.interval }) ?? true { count.refusedAt = time }
                counts[deployment] = count
                return false
            }
            count.runs = runs + more
        }
        count.admitted += more
        counts[deployment] = count
        return true
    }
}
