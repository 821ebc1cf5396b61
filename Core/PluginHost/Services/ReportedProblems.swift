import PluginMessages
import Synchronization

/// What plugins report that keeps them from their work, by plugin.
final class ReportedProblems: Sendable {
    /// The event by which a plugin reports all of its problems, none when all is well.
    static let event = "plugin.problems"
    /// Of a plugin: what people read, whatever it sends.
    private static let most = 20

    private let problems = Mutex<[String: [PluginFailure]]>([:])

    var all: [String: [PluginFailure]] { problems.withLock { $0 } }

    func replace(of plugin: String, with current: [PluginFailure]) {
        problems.withLock { $0[plugin] = current.isEmpty ? nil : Array(current.prefix(Self.most)) }
    }
}
