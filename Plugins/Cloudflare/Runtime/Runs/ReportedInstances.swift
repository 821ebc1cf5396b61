import Synchronization

/// Ends of instances that were reported already, as long as the plugin runs: each costs a call.
final class ReportedInstances: Sendable {
    private static let most = 20_000

    private struct Kept: Sendable {
        var newer: Set<String> = []
        var older: Set<String> = []
    }

    private let kept = Mutex(Kept())

    func contains(_ key: String) -> Bool {
        kept.withLock { $0.older.contains(key) || $0.newer.contains(key) }
    }

    func insert(_ key: String) {
        kept.withLock { kept in
            kept.newer.insert(key)
            guard kept.newer.count > Self.most else { return }
            kept.older = kept.newer
            kept.newer = []
        }
    }
}
