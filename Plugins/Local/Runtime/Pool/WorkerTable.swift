/// The processes that run, by the key of what they run: a deployment, or an instance with a process of its own.
struct WorkerTable: Sendable {
    private var workers: [String: Worker] = [:]
    /// Processes with former secrets: runs leave them as soon as they wait.
    private var outdated: Set<String> = []

    subscript(key: String) -> Worker? {
        get { workers[key] }
        // In place: a copy would be one of all that it runs.
        _modify { yield &workers[key] }
    }

    var all: [(key: String, worker: Worker)] { workers.map { ($0.key, $0.value) } }
    var keys: [String] { Array(workers.keys) }
    var processIds: [Int32] { workers.values.compactMap(\.processId) }
    var hasInvocations: Bool { workers.values.contains { !$0.invocations.isEmpty } }

    /// The process with that key, if it is still the one of that number.
    func worker(_ key: String, _ number: Int) -> Worker? {
        guard let worker = workers[key], worker.number == number else { return nil }
        return worker
    }

    /// Whether the process with that key is still the one of that number, and is not being ended.
    func isHeard(_ key: String, _ number: Int) -> Bool {
        guard let worker = workers[key] else { return false }
        return worker.number == number && worker.killed == nil
    }

    /// The processes of a deployment, those of single instances too.
    func keys(of deploymentId: String) -> [String] {
        workers.keys.filter { Self.deployment(of: $0) == deploymentId }
    }

    /// How many instances of a deployment have a process of their own.
    func separateCount(of deploymentId: String) -> Int {
        keys(of: deploymentId).count { $0.contains(" ") }
    }

    /// Of some processes the one that has run nothing for the longest time; `nil` when all are busy.
    func longestIdle(of keys: [String]) -> String? {
        let idle = keys.compactMap { key -> (key: String, since: Duration)? in
            guard let worker = workers[key], worker.isLoaded, !worker.isBusy else { return nil }
            return worker.idleSince.map { (key, $0) }
        }
        return idle.min { $0.since < $1.since }?.key
    }

    func isOutdated(_ key: String) -> Bool { !outdated.isEmpty && outdated.contains(key) }

    mutating func outdate(_ deploymentId: String) { outdated.formUnion(keys(of: deploymentId)) }

    /// An id has neither of the two marks.
    private static func deployment(of key: String) -> Substring { key.prefix { $0 != " " && $0 != "#" } }

    func hasInvocations(of deploymentId: String) -> Bool {
        keys(of: deploymentId).contains { workers[$0]?.invocations.isEmpty == false }
    }

    mutating func beginReplay(_ run: Int, in key: String, steady: Duration) {
        workers[key]?.runs.insert(run)
        workers[key]?.history.give(run: run)
        workers[key]?.noteWork(at: steady)
    }

    /// The process forgets the replay.
    mutating func endReplay(_ run: Int, in key: String, steady: Duration) {
        workers[key]?.process.send(.drop(run: run))
        workers[key]?.runs.remove(run)
        workers[key]?.noteWork(at: steady)
    }

    /// Has the process end, for the first reason that it is given.
    mutating func kill(_ key: String, _ loss: FailureOwner, because reason: String) {
        if workers[key]?.killed == nil { workers[key]?.killed = (loss, reason) }
        workers[key]?.process.kill()
    }

    /// Ends a process, and all that waits for it.
    mutating func remove(_ key: String, _ loss: FailureOwner, because reason: String) -> Worker? {
        guard var worker = workers.removeValue(forKey: key) else { return nil }
        outdated.remove(key)
        worker.process.kill()
        worker.endInvocations(loss, because: reason)
        for continuation in worker.waitingForLoad { continuation.resume(returning: .ended(loss, reason: reason)) }
        return worker
    }
}
