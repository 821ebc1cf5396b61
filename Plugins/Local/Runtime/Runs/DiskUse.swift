import Foundation
import GRDB
import PluginMessages

/// What deployments have on the disk: their runs with steps, events and logs in the journal, and the resources and queues of
/// their connections.
///
/// No deployment has more than the whole disk, nor more than the files of all: files and rows are counted only where these
/// have more than one may, and then seldom.
final class DiskUse: RuntimePart {
    let context: RuntimeContext
    private var sizes = MeasuredSizes<String>()

    init(_ context: RuntimeContext) { self.context = context }

    /// To be called before something more is kept for a deployment.
    /// - Throws: `local.disk.limit` when it has as much as it may.
    nonisolated(nonsending) func require(_ deployment: LocalDeployment) async throws {
        guard try await bytes(of: deployment) >= configuration.diskBytes else { return }
        counters.limited(by: .disk)
        throw PluginFailure(
            .diskLimit,
            message: "The runs of \(deployment.service) and the resources of its connection take "
                + "\(configuration.diskBytes >> 20) MiB of the disk, which is the limit \(RuntimeLimit.disk.named). Delete runs, "
                + "messages, objects or databases before storing more.",
            fault: .limit)
    }

    private nonisolated(nonsending) func bytes(of deployment: LocalDeployment) async throws -> Int {
        if let known = sizes.size(of: deployment.id, at: steady) { return known }
        guard try mayBeUsed else { return 0 }
        let resources = await Self.bytes(
            below: configuration.dataFolder.appending(path: "resources").appending(
                path: ResourceFolder.fileName(deployment.account)))
        let file = Journal.file(in: configuration.dataFolder).path
        var found = resources + [file, file + "-wal"].reduce(0) { $0 + Self.bytes(ofFile: $1) }
        if found >= configuration.diskBytes {
            found = try await resources + journal.bytes(ofDeployment: deployment.id, account: deployment.account)
        }
        sizes.measured(found, of: deployment.id, at: steady)
        return found
    }

    /// Whether the disk has as much as a deployment may have, whoever has it.
    var mayBeUsed: Bool {
        get throws {
            let disk = try FileManager.default.attributesOfFileSystem(forPath: configuration.dataFolder.path)
            guard let size = disk[.systemSize] as? NSNumber, let free = disk[.systemFreeSize] as? NSNumber else {
                return true
            }
            return size.intValue - free.intValue >= configuration.diskBytes
        }
    }

    /// A bucket may have many files: not on the runtime's thread.
    @concurrent private static func bytes(below folder: URL) async -> Int {
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.fileSizeKey])
        var bytes = 0
        while let file = files?.nextObject() as? URL {
            bytes += (try? file.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0
        }
        return bytes
    }

    private static func bytes(ofFile path: String) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber)?.intValue ?? 0
    }
}

extension Journal {
    /// Of the texts that are kept for a deployment's runs, and for the queues of its connection.
    fileprivate func bytes(ofDeployment id: String, account: String) async throws -> Int {
        try await read { database in
            let runs = "FROM instance WHERE deployment = ?1"
            let named = "(service, instance) IN (SELECT service, name \(runs))"
            let parts = [
                "SELECT sum(length(params) + coalesce(length(output), 0) + coalesce(length(failure), 0)) \(runs)",
                """
                SELECT sum(length(key) + length(name) + coalesce(length(result), 0)) FROM step
                WHERE instance IN (SELECT number \(runs))
                """,
                "SELECT sum(length(failure)) FROM attempt WHERE instance IN (SELECT number \(runs))",
                "SELECT sum(length(payload)) FROM event WHERE \(named)",
                "SELECT sum(length(text)) FROM log WHERE \(named)",
                "SELECT sum(length(body)) FROM message WHERE account = ?2",
            ]
            return try parts.reduce(0) { sum, part in
                let used = part.contains("?2") ? [account] as StatementArguments : [id]
                let sql = part.replacing("?1", with: "?").replacing("?2", with: "?")
                return try sum + (Int.fetchOne(database, sql: sql, arguments: used) ?? 0)
            }
        }
    }
}
