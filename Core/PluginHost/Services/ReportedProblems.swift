import PluginMessages
import Synchronization

/// What plugins report that keeps them from their work, by plugin.
final class ReportedProblems: Sendable {
    /// The event by which a plugin reports all of its problems, none when all is well.
    static let event = "plugin.problems"
    /// Of a plugin: what people read, whatever it sends.
    private static let most = 20

    private struct Source: Hashable {
        let plugin: String
        /// The organization whose process it is; `nil`: the installation's.
        let owner: String?
    }

    private let problems = Mutex<[Source: [PluginFailure]]>([:])

    /// Those that keep the server from its work, by plugin: what a package reports is its organization's affair.
    var ofInstallation: [String: [PluginFailure]] {
        problems.withLock { all in
            all.reduce(into: [:]) { if $1.key.owner == nil { $0[$1.key.plugin] = $1.value } }
        }
    }

    /// Each once, whoever's process reports it.
    func all(of plugin: String) -> [PluginFailure] {
        let found = problems.withLock { all in
            all.filter { $0.key.plugin == plugin }.sorted { $0.key.owner ?? "" < $1.key.owner ?? "" }.flatMap(\.value)
        }
        var seen: Set<String> = []
        return found.filter { seen.insert("\($0.code) \($0.message)").inserted }
    }

    func replace(of plugin: String, owner: String?, with current: [PluginFailure]) {
        problems.withLock {
            $0[Source(plugin: plugin, owner: owner)] = current.isEmpty ? nil : Array(current.prefix(Self.most))
        }
    }

    /// - Parameter owner: `nil` is everybody's.
    func forget(_ plugin: String, of owner: String? = nil) {
        problems.withLock { problems in
            problems = problems.filter { $0.key.plugin != plugin || (owner != nil && $0.key.owner != owner) }
        }
    }
}
