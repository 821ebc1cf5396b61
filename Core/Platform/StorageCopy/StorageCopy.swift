import Errors
import Storage

/// Moves an installation from one database to another, and compares both row by row.
///
/// Nothing else may write meanwhile: an ``InstallationLock`` is held. A copy that was interrupted is begun again: until its
/// last step the target has no installation.
package struct StorageCopy: Sendable {
    private static let batch = 500

    private let source: any StorageDriver
    private let target: any StorageDriver

    package init(from source: any StorageDriver, to target: any StorageDriver) {
        self.source = source
        self.target = target
    }

    /// - Parameter told: Told of each table when its rows are copied and compared.
    /// - Returns: The rows of all tables.
    /// - Throws: ``StartError/targetInUse`` when the target has an installation, ``StartError/copyDiffers(_:)``.
    package func run(_ told: (_ table: String, _ rows: Int) -> Void = { _, _ in }) async throws -> Int {
        guard try await source.read({ try Table(InstallationRecord.self, in: $0).current() }) != nil else {
            throw StartError.nothingToCopy
        }
        try await target.migrate()
        try await clear()
        var total = 0
        for table in CopiedTable.all {
            try await copy(table)
            let count = try await compare(table)
            told(table.name, count)
            total += count
        }
        return total
    }

    /// Removes what an interrupted copy has left.
    private func clear() async throws {
        try await target.transaction { database in
            guard try Table(InstallationRecord.self, in: database).current() == nil else {
                throw StartError.targetInUse
            }
            for table in CopiedTable.all.reversed() { try database.execute("DELETE FROM \(table.name)") }
        }
    }

    private func copy(_ table: CopiedTable) async throws {
        var last: [SQLValue]?
        while true {
            let rows = try await source.read { [last] in try table.rows(after: last, limit: Self.batch, in: $0) }
            guard let end = rows.last else { return }
            try await target.transaction { database in for row in rows { try table.insert(row, in: database) } }
            last = try table.key(of: end)
        }
    }

    /// - Returns: How many rows both have.
    private func compare(_ table: CopiedTable) async throws -> Int {
        var (last, count): ([SQLValue]?, Int) = (nil, 0)
        while true {
            let (place, limit) = (last, Self.batch)
            let left = try await source.read { try table.rows(after: place, limit: limit, in: $0) }
            let right = try await target.read { try table.rows(after: place, limit: limit, in: $0) }
            guard left.count == right.count, zip(left, right).allSatisfy({ $0.byColumn == $1.byColumn }) else {
                throw StartError.copyDiffers(table.name)
            }
            count += left.count
            guard let end = left.last else { return count }
            last = try table.key(of: end)
        }
    }
}
