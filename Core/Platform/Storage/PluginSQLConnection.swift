import Errors
import FoundationEssentials
import PluginHost
import PluginMessages
import Storage

/// A transaction in a plugin's database. It begins with its first statement, in the same call.
final class PluginSQLConnection: SQLConnection {
    private let service: StorageService
    private let writes: Bool
    /// `nil` until it has begun.
    private var transaction: StorageTransactionID?
    private var prefetched = PrefetchedRows()
    /// What the first statement depends on.
    private var requirements: [(query: SQLStatement, failure: StorageError)] = []

    init(_ service: StorageService, writes: Bool) {
        self.service = service
        self.writes = writes
    }

    var isRemote: Bool { true }

    func execute(_ sql: String, _ arguments: [any SQLConvertible]) throws -> Int {
        prefetched.removeAll()
        return try run(SQLStatement(sql, arguments)).changes
    }

    func query(_ sql: String, _ arguments: [any SQLConvertible]) throws -> [SQLRow] {
        let statement = SQLStatement(sql, arguments)
        if let rows = prefetched[statement] { return rows }
        // What returns rows may write them.
        if !sql.hasPrefix("SELECT") { prefetched.removeAll() }
        return try Self.rows(of: run(statement))
    }

    func prefetch(_ statements: [SQLStatement]) throws {
        let missing = prefetched.missing(of: statements)
        guard !missing.isEmpty else { return }
        // A plugin that executes one statement a call leaves the others to their queries.
        for (statement, result) in try zip(missing, run(missing)) {
            prefetched.keep(try Self.rows(of: result), of: statement)
        }
    }

    func require(_ sql: String, _ arguments: [any SQLConvertible], or failure: StorageError) throws {
        requirements.append((SQLStatement(sql, arguments), failure))
    }

    func commit() throws {
        guard let transaction else { return }
        guard writes else {
            // What was read is right already.
            Task { [service] in try? await service.commit(transaction) }
            return
        }
        try Self.wait { [service] () async throws(PluginFailure) in try await service.commit(transaction) }
    }

    func rollback() {
        guard let transaction else { return }
        // A transaction that is gone is undone.
        try? Self.wait { [service] () async throws(PluginFailure) in try await service.rollback(transaction) }
    }

    private static func rows(of result: StorageResult) throws -> [SQLRow] {
        try result.rows.map { row in
            guard row.count == result.columns.count else {
                throw StorageError.driver("A row has \(row.count) values for \(result.columns.count) columns.")
            }
            return SQLRow(columns: result.columns, values: try row.map { try SQLValue($0) })
        }
    }

    private func run(_ statement: SQLStatement) throws -> StorageResult {
        guard let result = try run([statement]).first else { throw StorageError.driver("A statement has no result.") }
        return result
    }

    /// - Parameter statements: At least one.
    /// - Returns: The results of the first of them, or of all.
    private func run(_ statements: [SQLStatement]) throws -> [StorageResult] {
        guard !requirements.isEmpty else { return try send(statements) }
        let required = requirements
        requirements = []
        var results = try send(required.map(\.query) + statements)[...]
        for (query, failure) in required {
            // A plugin may execute one statement a call.
            let result = try results.popFirst() ?? send([query]).first
            guard result?.rows.isEmpty == false else { throw failure }
        }
        return results.isEmpty ? try send(statements) : Array(results)
    }

    private func send(_ statements: [SQLStatement]) throws -> [StorageResult] {
        let queries = try statements.map { statement in
            StorageQuery(sql: statement.sql, arguments: try statement.arguments.map { try StorageValue($0) })
        }
        guard let transaction else {
            let begun = try Self.wait { [service, writes] () async throws(PluginFailure) in
                try await service.begin(writes: writes, queries)
            }
            transaction = StorageTransactionID(begun.transaction)
            if let results = begun.results, !results.isEmpty { return results }
            return try send(statements)
        }
        let statement = StorageStatement(
            transaction: transaction.transaction, sql: queries[0].sql, arguments: queries[0].arguments,
            more: queries.count > 1 ? Array(queries.dropFirst()) : nil)
        let result = try Self.wait { [service] () async throws(PluginFailure) in try await service.execute(statement) }
        return [result] + (result.more ?? [])
    }

    /// Waits for a call to the plugin; never on a thread of the concurrency pool, which the call needs.
    @discardableResult
    static func wait<Answer: Sendable>(
        _ call: @escaping @Sendable () async throws(PluginFailure) -> Answer
    ) throws(StorageError) -> Answer {
        let arrival = BlockingAnswer<Answer>()
        Task {
            do throws(PluginFailure) { arrival.set(.success(try await call())) } catch { arrival.set(.failure(error)) }
        }
        do { return try arrival.wait().get() } catch { throw StorageError(error) }
    }
}

extension StorageError {
    fileprivate init(_ failure: PluginFailure) {
        switch failure.code {
        case "storage.duplicate": self = .duplicate(failure.message)
        case "storage.constraint": self = .constraint(failure.message)
        case "storage.busy": self = .busy(failure.message)
        case "storage.conflict": self = .conflict(failure.message)
        case "storage.unavailable", ErrorCode.pluginTimeout.rawValue, ErrorCode.pluginCancelled.rawValue,
            ErrorCode.pluginCrashed.rawValue, ErrorCode.pluginStopped.rawValue, ErrorCode.pluginOff.rawValue:
            self = .unavailable(failure.message)
        case "storage.text": self = .text(failure.message)
        case "storage.full": self = .full(failure.message)
        case "storage.readOnly": self = .readOnly(failure.message)
        default: self = .driver("\(failure.message) (\(failure.code))")
        }
    }
}

extension StorageValue {
    /// - Throws: `StorageError.text` for a text that databases differ about.
    fileprivate init(_ value: SQLValue) throws(StorageError) {
        switch value {
        case .null: self = .null
        case .integer(let number): self = .integer(Int(number))
        case .real(let number): self = .real(number)
        case .text(let text):
            guard !text.utf8.contains(0) else { throw .text("it contains U+0000") }
            self = .text(text)
        case .blob(let bytes): self = .blob(Data(bytes).base64EncodedString())
        }
    }
}

extension SQLValue {
    fileprivate init(_ value: StorageValue) throws(StorageError) {
        switch value {
        case .null: self = .null
        case .integer(let number): self = .integer(Int64(number))
        case .real(let number): self = .real(number)
        case .text(let text): self = .text(text)
        case .blob(let base64):
            guard let data = Data(base64Encoded: base64) else { throw .driver("A blob is not valid base64.") }
            self = .blob([UInt8](data))
        }
    }
}
