import Foundation
import PluginHost
import Storage
import Synchronization

/// Whether the server can do its work now.
package final class Health: Sendable {
    /// What is looked at, and what is wrong with it.
    package enum Check: String, Sendable, CaseIterable {
        /// It answers.
        case database
        /// It can be written: the disk has room and is not read-only.
        case storage
        /// They are loaded, have been let go on with their work, and report no problem.
        case plugins
        /// The server goes on: it has not been asked to stop.
        case accepting
        /// The server leads, or reaches the one that does.
        case leader
    }

    private let storage: any StorageDriver
    private let plugins: PluginHost
    private let dataDirectory: String
    private let freeBytes: @Sendable (_ directory: String) -> Int64?
    private let draining = Atomic(false)
    private let lastProbe = Mutex<(at: ContinuousClock.Instant, canWrite: Bool)?>(nil)

    /// Bytes of the data directory's disk below which the next write of some size fails, though a small one may not.
    private static let leastRoom: Int64 = 4 << 20

    /// Anybody may ask, and each probe waits for the disk.
    private static let probeInterval = Duration.seconds(2)

    /// - Parameter freeBytes: Of the disk that a directory is on; `nil` if it does not say.
    init(
        storage: any StorageDriver, plugins: PluginHost, dataDirectory: String,
        freeBytes: @escaping @Sendable (_ directory: String) -> Int64? = Health.freeBytes(of:)
    ) {
        self.freeBytes = freeBytes
        self.storage = storage
        self.plugins = plugins
        self.dataDirectory = dataDirectory
    }

    /// From here on no new work should come.
    package func drain() { draining.store(true, ordering: .relaxed) }

    package var isDraining: Bool { draining.load(ordering: .relaxed) }

    /// What is wrong; empty when all is well.
    package func problems() async -> Set<Check> {
        var problems: Set<Check> = []
        if isDraining { problems.insert(.accepting) }
        if !plugins.isServing || !plugins.problems.isEmpty { problems.insert(.plugins) }
        do { _ = try await storage.read { try $0.query("SELECT 1 AS one").count } } catch {
            problems.insert(.database)
        }
        if await !canWrite() { problems.insert(.storage) }
        return problems
    }

    /// What plugins report, by plugin. Messages may name paths, and are not for everybody.
    package var reported: [(plugin: String, code: String, message: String)] {
        plugins.problems.sorted { $0.key < $1.key }.flatMap { plugin, problems in
            problems.map { (plugin, $0.code, $0.message) }
        }
    }

    /// A lock that a backup holds passes: the storage is well.
    private func canWrite() async -> Bool {
        // Asked each time, as it waits for nothing: a disk fills up faster than a probe grows old.
        guard hasRoom else { return false }
        let now = ContinuousClock.now
        if let last = lastProbe.withLock({ $0 }), now - last.at < Self.probeInterval { return last.canWrite }
        var canWrite = true
        do {
            _ = try await storage.transaction { try $0.execute("UPDATE installation SET created_at = created_at") }
        } catch StorageError.busy {} catch { canWrite = false }
        lastProbe.withLock { [canWrite] in $0 = (now, canWrite) }
        return canWrite
    }

    /// Of a disk that does not say, the write that follows tells.
    private var hasRoom: Bool { freeBytes(dataDirectory).map { $0 >= Self.leastRoom } ?? true }

    static func freeBytes(of directory: String) -> Int64? {
        let disk = try? FileManager.default.attributesOfFileSystem(forPath: directory)
        return (disk?[.systemFreeSize] as? NSNumber)?.int64Value
    }

    package func requireOperator(_ caller: Caller) async throws { try await storage.requireOperator(caller) }
}
