import CPostgreSQL
import PluginKit

/// A connection to the server. It stays with one thread, which waits for the server.
final class PostgreSQLConnection {
    /// `BEGIN` and its like go to the server together with the first statement.
    struct Command {
        let sql: String
        var arguments: [StorageValue] = []
        /// Whether the server keeps what it has parsed.
        var isPrepared = false
    }

    private let parameters: ConnectionParameters
    private let notices: NoticeSink
    private var handle: OpaquePointer?
    private var prepared = PreparedStatements()

    init(_ parameters: ConnectionParameters, notices: NoticeSink) {
        self.parameters = parameters
        self.notices = notices
    }

    deinit { close() }

    func close() {
        PQfinish(handle)
        handle = nil
        prepared = PreparedStatements()
    }

    /// Whether the server was there when it was last asked.
    var isOpen: Bool { handle != nil && PQstatus(handle) == CONNECTION_OK }

    /// Whether nothing is to be undone.
    var isIdle: Bool { handle == nil || PQtransactionStatus(handle) == PQTRANS_IDLE }

    /// Whether a statement of the transaction has failed, so that the server refuses all others.
    var hasFailed: Bool { PQtransactionStatus(handle) == PQTRANS_INERROR }

    /// Sends commands in one round trip, and reads what they did.
    /// - Returns: The result of each.
    /// - Throws: The failure of the first that failed; those after it were not executed.
    func run(_ commands: [Command]) throws(PluginFailure) -> [StorageResult] {
        if !isOpen { try open() }
        prepared.beginBatch()
        var results: [StorageResult] = []
        var failure: PluginFailure?
        var expected: [PreparedStatements.Key?] = []
        guard PQenterPipelineMode(handle) == 1 else { throw lost() }
        if prepared.isFull { try send(Command(sql: prepared.discard()), expecting: &expected) }
        for command in commands { try send(command, expecting: &expected) }
        guard PQpipelineSync(handle) == 1 else { throw lost() }
        for key in expected {
            guard let result = QueryResult(PQgetResult(handle)) else { throw lost() }
            switch result.outcome {
            case .success(let value):
                // The answer to the parsing of a statement is no result of it.
                if let key { prepared.confirm(key) } else { results.append(value) }
            case .skipped: break
            case .failure(let reason): failure = failure ?? reason
            }
            // Each command's results end with a null.
            while let more = PQgetResult(handle) { PQclear(more) }
            guard isOpen else { throw failure.map { lost($0) } ?? lost() }
        }
        PQclear(PQgetResult(handle))
        guard PQexitPipelineMode(handle) == 1 else { throw lost() }
        if let failure { throw failure }
        // That of what makes the server forget statements comes before them.
        return Array(results.suffix(commands.count))
    }

    private func send(_ command: Command, expecting expected: inout [PreparedStatements.Key?]) throws(PluginFailure) {
        let arguments = BoundArguments(command.arguments)
        guard command.isPrepared else {
            guard
                arguments.withArrays({ count, types, values, lengths, formats in
                    PQsendQueryParams(handle, command.sql, count, types, values, lengths, formats, 0)
                }) == 1
            else { throw lost() }
            return expected.append(nil)
        }
        let key = PreparedStatements.Key(sql: command.sql, types: arguments.types)
        let (name, isKnown) = prepared.name(of: key)
        if !isKnown {
            guard PQsendPrepare(handle, name, command.sql, CInt(key.types.count), key.types) == 1 else { throw lost() }
            expected.append(key)
        }
        guard
            arguments.withArrays({ count, _, values, lengths, formats in
                PQsendQueryPrepared(handle, name, count, values, lengths, formats, 0)
            }) == 1
        else { throw lost() }
        expected.append(nil)
    }

    private func open() throws(PluginFailure) {
        close()
        handle = parameters.withArrays { PQconnectdbParams($0, $1, 0) }
        guard PQstatus(handle) == CONNECTION_OK else {
            let message = text(PQerrorMessage(handle))
            close()
            throw PluginFailure(
                code: "storage.unavailable", message: "PostgreSQL cannot be reached: \(message)", retryable: true)
        }
        notices.receive(of: handle)
        do throws(PluginFailure) { try ConnectionSetup.run(on: handle) } catch {
            close()
            throw error
        }
    }

    /// The connection is gone, and with it the transaction: it is to be repeated.
    private func lost(_ failure: PluginFailure? = nil) -> PluginFailure {
        let message = failure?.message ?? text(PQerrorMessage(handle))
        close()
        return PluginFailure(
            code: Self.lost, message: "The connection to PostgreSQL was lost: \(message)", retryable: true)
    }

    /// The code of a failure after which nothing of the transaction is kept.
    static let lost = "storage.conflict"

    private func text(_ message: UnsafeMutablePointer<CChar>?) -> String { ServerText.line(message) }
}
