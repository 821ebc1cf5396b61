import Dispatch
import Errors
import FoundationEssentials
import PluginHost
import PluginMessages
import Storage
import Synchronization

/// A transaction in a plugin's database.
struct PluginSQLConnection: SQLConnection {
    let service: StorageService
    let transaction: Int

    func execute(_ sql: String, _ arguments: [any SQLConvertible]) throws -> Int { try run(sql, arguments).changes }

    func query(_ sql: String, _ arguments: [any SQLConvertible]) throws -> [SQLRow] {
        let result = try run(sql, arguments)
        return try result.rows.map { row in
            guard row.count == result.columns.count else {
                throw StorageError.driver("A row has \(row.count) values for \(result.columns.count) columns.")
            }
            return SQLRow(columns: result.columns, values: try row.map { try SQLValue($0) })
        }
    }

    private func run(_ sql: String, _ arguments: [any SQLConvertible]) throws -> StorageResult {
        let statement = StorageStatement(
            transaction: transaction, sql: sql, arguments: try arguments.map { try StorageValue($0.sql) })
        return try Self.wait { [service] () async throws(PluginFailure) in try await service.execute(statement) }
    }

    /// Waits for a call to the plugin; never on a thread of the concurrency pool, which the call needs.
    @discardableResult
    static func wait<Answer: Sendable>(
        _ call: @escaping @Sendable () async throws(PluginFailure) -> Answer
    ) throws(StorageError) -> Answer {
        let arrival = Arrival<Answer>()
        Task {
            do throws(PluginFailure) { arrival.set(.success(try await call())) } catch { arrival.set(.failure(error)) }
        }
        do { return try arrival.wait().get() } catch { throw StorageError(error) }
    }
}

/// Where a thread waits for an answer.
private final class Arrival<Answer: Sendable>: Sendable {
    private let answer = Mutex<Result<Answer, PluginFailure>?>(nil)
    private let arrived = DispatchSemaphore(value: 0)

    func set(_ result: Result<Answer, PluginFailure>) {
        answer.withLock { $0 = result }
        arrived.signal()
    }

    func wait() -> Result<Answer, PluginFailure> {
        while true {
            if let result = answer.withLock({ $0 }) { return result }
            arrived.wait()
        }
    }
}

extension StorageError {
    fileprivate init(_ failure: PluginFailure) {
        switch failure.code {
        case "storage.duplicate": self = .duplicate(failure.message)
        case "storage.constraint": self = .constraint(failure.message)
        case "storage.busy": self = .busy(failure.message)
        case "storage.conflict": self = .conflict(failure.message)
        case "storage.unavailable", ErrorCode.pluginTimeout.rawValue: self = .unavailable(failure.message)
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
