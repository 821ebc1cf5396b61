import CPostgreSQL
import PluginKit

/// What the server has sent for one command.
struct QueryResult {
    enum Outcome {
        case success(StorageResult)
        case failure(PluginFailure)
        /// A command before it failed.
        case skipped
    }

    let outcome: Outcome

    /// - Parameter result: Freed here; `nil` when the connection is gone.
    init?(_ result: OpaquePointer?) {
        guard let result else { return nil }
        defer { PQclear(result) }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK: outcome = .success(Self.rows(of: result))
        case PGRES_PIPELINE_ABORTED: outcome = .skipped
        default: outcome = .failure(PluginFailure(result))
        }
    }

    private static func rows(of result: OpaquePointer) -> StorageResult {
        let columns = (0..<PQnfields(result)).map { String(cString: PQfname(result, $0)) }
        let kinds = (0..<PQnfields(result)).map { ColumnKind(PQftype(result, $0)) }
        let rows = (0..<PQntuples(result)).map { row in
            kinds.enumerated().map { column, kind in value(of: result, row, CInt(column), kind) }
        }
        // A COMMIT of a transaction that has failed succeeds, as a ROLLBACK.
        return StorageResult(changes: Int(String(cString: PQcmdTuples(result))) ?? 0, columns: columns, rows: rows)
    }

    private static func value(
        of result: OpaquePointer, _ row: CInt, _ column: CInt, _ kind: ColumnKind
    ) -> StorageValue {
        guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column) else { return .null }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, row, column)))
        return kind.value(of: String(decoding: bytes, as: UTF8.self))
    }
}
