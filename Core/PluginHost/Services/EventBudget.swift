import Logging
import Metrics
import PluginMessages
import Synchronization

/// What events of plugins may take of the memory until they have been applied. Those of a plugin that tells more than is
/// applied are dropped; once the others are applied, the reader learns that some are missing.
final class EventBudget: Sendable {
    /// Whose process it is: floods of one are not the others' loss.
    struct Source: Hashable, Sendable {
        let plugin: String
        /// `nil`: the installation's.
        let owner: String?
    }

    private struct Account {
        var bytes = 0
        var dropped = 0
    }

    /// An event's place in the budget, which is free once nobody has the event any more.
    final class Share: Sendable {
        private let release: @Sendable () -> Void

        init(_ release: @escaping @Sendable () -> Void) { self.release = release }

        deinit { release() }
    }

    /// Bytes of payloads that wait, of the installation's plugins and of an organization's.
    static let installationLimit = 64 << 20
    static let organizationLimit = 8 << 20
    /// Of an event besides its payload.
    private static let overhead = 512

    private let accounts = Mutex<[Source: Account]>([:])
    private let dropped: Counter
    private let logger: Logger

    init(_ factory: any MetricsFactory, _ logger: Logger) {
        dropped = Counter(label: "millrace_plugin_events_dropped_total", dimensions: [], factory: factory)
        self.logger = logger
    }

    /// - Parameters:
    ///   - bytes: Of the payload.
    ///   - onLoss: Called once, when what was taken is free again after others were refused.
    /// - Returns: `nil` when there is no room: the event is to be dropped.
    func take(
        _ bytes: Int, for source: Source, onLoss: @escaping @Sendable (_ dropped: Int) -> Void
    ) -> Share? {
        let size = bytes + Self.overhead
        let limit = source.owner == nil ? Self.installationLimit : Self.organizationLimit
        let (isTaken, isFirst) = accounts.withLock { accounts in
            var account = accounts[source] ?? Account()
            let hasRoom = account.bytes + size <= limit
            if hasRoom { account.bytes += size } else { account.dropped += 1 }
            accounts[source] = account
            return (hasRoom, account.dropped == 1)
        }
        guard isTaken else {
            dropped.increment()
            if isFirst {
                logger.warning(
                    "The plugin \"\(source.plugin)\" sends events faster than they are processed; dropping events above \(limit >> 20) MiB. Runs are compared with the provider afterwards."
                )
            }
            // Nothing else waits, and so nothing would tell of it: one event is larger than all may be.
            if waiting(of: source) == 0 { settle(source, freeing: 0, onLoss) }
            return nil
        }
        return Share { [weak self] in self?.settle(source, freeing: size, onLoss) }
    }

    func waiting(of source: Source) -> Int { accounts.withLock { $0[source]?.bytes ?? 0 } }

    private func settle(_ source: Source, freeing size: Int, _ onLoss: @Sendable (Int) -> Void) {
        let lost = accounts.withLock { accounts -> Int in
            var account = accounts[source] ?? Account()
            account.bytes -= size
            guard account.bytes <= 0 else {
                accounts[source] = account
                return 0
            }
            accounts[source] = nil
            return account.dropped
        }
        guard lost > 0 else { return }
        logger.warning("\(lost) events of the plugin \"\(source.plugin)\" were dropped.")
        onLoss(lost)
    }
}
