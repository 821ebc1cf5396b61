import PluginHost
import Storage
import Synchronization

/// Whether the server can do its work now.
package final class Health: Sendable {
    /// What is looked at, and what is wrong with it.
    package enum Check: String, Sendable, CaseIterable {
        /// It answers.
        case database
        /// They are loaded, have been let go on with their work, and report no problem.
        case plugins
        /// The server goes on: it has not been asked to stop.
        case accepting
    }

    private let storage: any StorageDriver
    private let plugins: PluginHost
    private let draining = Atomic(false)

    init(storage: any StorageDriver, plugins: PluginHost) {
        self.storage = storage
        self.plugins = plugins
    }

    /// From here on no new work should come.
    package func drain() { draining.store(true, ordering: .relaxed) }

    /// What is wrong; empty when all is well.
    package func problems() async -> Set<Check> {
        var problems: Set<Check> = []
        if draining.load(ordering: .relaxed) { problems.insert(.accepting) }
        if !plugins.isServing || !plugins.problems.isEmpty { problems.insert(.plugins) }
        do { _ = try await storage.read { try $0.query("SELECT 1 AS one").count } } catch {
            problems.insert(.database)
        }
        return problems
    }

    /// Codes of what plugins report, by plugin: messages may name paths, and anybody may ask.
    package var reported: [(plugin: String, code: String)] {
        plugins.problems.sorted { $0.key < $1.key }.flatMap { plugin, problems in problems.map { (plugin, $0.code) } }
    }

    package func requireOperator(_ caller: Caller) async throws { try await storage.requireOperator(caller) }
}
