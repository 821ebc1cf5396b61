import FoundationEssentials
import GRDB
import PluginKit

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    PluginDefinition(
        id: "sqlstorage", name: "SQL storage", version: "1.0.0", description: "Keeps everything in a file of its own.",
        storages: [SQLStorage.self]
    ).start(host)
}

/// A storage as a third party would bring it: a connection a transaction.
final class SQLStorage: StoragePlugin {
    static let definition = StorageDefinition(id: "sqlfile", name: "A file of the test's choice")

    private let path: String

    init(services: PluginServices) throws {
        path = services.settings["PATH"] ?? ":memory:"
    }

    func begin(writes: Bool) async throws -> any StorageTransaction {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        configuration.allowsUnsafeTransactions = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let transaction = FileTransaction(queue: queue)
        if writes { _ = try await transaction.execute("PRAGMA journal_mode = WAL", []) }
        _ = try await transaction.execute(writes ? "BEGIN IMMEDIATE" : "BEGIN", [])
        return transaction
    }
}

struct FileTransaction: StorageTransaction {
    let queue: DatabaseQueue

    func execute(_ sql: String, _ arguments: [StorageValue]) async throws -> StorageResult {
        do {
            return try await queue.writeWithoutTransaction { database in
                let statement = try database.makeStatement(sql: sql)
                let named = zip(1..., arguments).map { (String($0), $1.databaseValue) }
                try statement.setArguments(StatementArguments(Dictionary(named, uniquingKeysWith: { $1 })))
                let rows = try Row.fetchAll(statement)
                return StorageResult(
                    changes: database.changesCount, columns: statement.columnNames,
                    rows: rows.map { row in row.databaseValues.map { StorageValue($0) } })
            }
        } catch let error as DatabaseError {
            throw PluginFailure(code: error.storageCode, message: error.message ?? "\(error.resultCode)")
        }
    }

    func commit() async throws {
        _ = try await execute("COMMIT", [])
        try queue.close()
    }

    func rollback() async throws {
        _ = try await execute("ROLLBACK", [])
        try queue.close()
    }
}

extension DatabaseError {
    fileprivate var storageCode: String {
        switch extendedResultCode {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY: "storage.duplicate"
        default: resultCode == .SQLITE_CONSTRAINT ? "storage.constraint" : "storage.driver"
        }
    }
}

extension StorageValue {
    fileprivate init(_ value: DatabaseValue) {
        switch value.storage {
        case .null: self = .null
        case .int64(let number): self = .integer(Int(number))
        case .double(let number): self = .real(number)
        case .string(let text): self = .text(text)
        case .blob(let data): self = .blob(data.base64EncodedString())
        }
    }

    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let number): number.databaseValue
        case .real(let number): number.databaseValue
        case .text(let text): text.databaseValue
        case .blob(let base64): (Data(base64Encoded: base64) ?? Data()).databaseValue
        }
    }
}
