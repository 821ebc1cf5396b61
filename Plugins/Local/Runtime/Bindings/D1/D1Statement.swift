import GRDB
import JSON
import PluginMessages

/// What SQL of programs may be, and how its errors read.
enum D1Statement {
    /// "D1: PRAGMA statements" of Cloudflare's documentation.
    private static let pragmas: Set<String> = [
        "case_sensitive_like", "defer_foreign_keys", "foreign_key_check", "foreign_key_list", "foreign_keys",
        "ignore_check_constraints", "index_info", "index_list", "index_xinfo", "legacy_alter_table", "optimize",
        "quick_check", "recursive_triggers", "reverse_unordered_selects", "table_info", "table_list", "table_xinfo",
    ]
    private static let refused: Set<String> = [
        "ATTACH", "BEGIN", "COMMIT", "DETACH", "END", "RELEASE", "ROLLBACK", "SAVEPOINT", "VACUUM",
    ]

    /// To be called before a statement is prepared.
    /// - Parameter onlyReads: The caller may not write; whether a statement does, SQLite says when it is prepared.
    /// - Throws: `local.d1`.
    static func check(_ sql: String, onlyReads: Bool = false) throws(PluginFailure) {
        try checkText(sql)
        var words = D1Script.words(sql, most: 6)[...]
        guard !words.isEmpty else { throw failure("No SQL statements detected.") }
        let isExplained = words.first?.uppercased() == "EXPLAIN"
        if isExplained {
            words = words.dropFirst()
            if words.prefix(2).map({ $0.uppercased() }) == ["QUERY", "PLAN"] { words = words.dropFirst(2) }
        }
        guard let first = words.first?.uppercased() else { throw failure("No statement follows EXPLAIN.") }
        if refused.contains(first) {
            throw failure("\(first) is not supported; a batch is one transaction: SQLITE_AUTH")
        }
        guard first == "PRAGMA" else { return }
        let names = Array(words.dropFirst().prefix(2))
        let name = names.first?.hasSuffix(".") == true ? names.dropFirst().first ?? "" : names.first ?? ""
        guard !isExplained, pragmas.contains(name.lowercased()) else {
            throw failure("not authorized: PRAGMA \(name): SQLITE_AUTH")
        }
        // It may change settings of the connection, which nobody tells of it.
        if onlyReads { throw mayNotWrite }
    }

    /// Statements that add nothing.
    private static let frugal: Set<String> = ["DELETE", "DROP", "EXPLAIN", "PRAGMA", "SELECT", "VALUES"]

    /// Whether one of the statements of a request may make the database larger.
    ///
    /// A program sends as many as fit into a message: they are not read on a thread that others wait for.
    @concurrent static func stores(_ arguments: JSONValue) async -> Bool {
        let statements =
            [arguments["sql"]].compactMap { $0?.string }
            + (arguments["statements"]?.array ?? []).compactMap { $0["sql"]?.string }
        return statements.contains { sql in
            D1Statements(sql).contains { statement in
                D1Script.words(statement, most: 1).first.map { !frugal.contains($0.uppercased()) } ?? false
            }
        }
    }

    /// SQLite ends a text at U+0000: what follows it would be ignored.
    static func checkText(_ sql: String) throws(PluginFailure) {
        guard sql.utf8.contains(0) else { return }
        throw failure("The SQL contains U+0000; pass such a text as a parameter: SQLITE_ERROR")
    }

    static var mayNotWrite: PluginFailure {
        failure("The API key has no scope \"write\": only statements that read are allowed.")
    }

    static func failure(_ error: DatabaseError, _ limits: ResourceLimits) -> PluginFailure {
        switch error.resultCode {
        case .SQLITE_TOOBIG:
            return failure(
                "A value is larger than \(ResourceLimits.valueBytes) bytes, or the statement than "
                    + "\(ResourceLimits.statementBytes): SQLITE_TOOBIG")
        case .SQLITE_INTERRUPT:
            return failure(
                "The statement took longer than \(limits.statementTime) \(RuntimeLimit.statementTime.named): SQLITE_INTERRUPT"
            )
        default: break
        }
        let message = error.message ?? "the statement failed"
        if message.hasPrefix("wrong number of statement arguments") {
            return failure("Wrong number of parameter bindings for SQL query.")
        }
        if message.hasPrefix("Multiple statements found") {
            return failure("A prepared SQL statement must contain only one statement.")
        }
        return failure("\(message): \(name(of: error.resultCode))")
    }

    static var resultsAreTooLarge: PluginFailure {
        failure(
            "The results of the request take more than \(D1Budget.bytes) bytes of memory. Select fewer rows or columns at a "
                + "time, with LIMIT for example.")
    }

    static func batchIsTooLarge(_ count: Int) -> PluginFailure {
        failure(
            "The batch has \(count) statements; the most are \(D1Budget.statements). Send the others in another batch.")
    }

    static func failure(_ message: String) -> PluginFailure {
        PluginFailure(.d1, message: "D1_ERROR: \(message)")
    }

    /// The limit that a statement exceeded.
    static func limit(of failure: PluginFailure) -> RuntimeLimit? {
        if failure.message.hasPrefix("D1_ERROR: The results of the request take") { return .statementResult }
        if failure.message.hasPrefix("D1_ERROR: The batch has") { return .statementBatch }
        let codes: [(String, RuntimeLimit)] = [
            ("SQLITE_TOOBIG", .statementValue), ("SQLITE_INTERRUPT", .statementTime), ("SQLITE_FULL", .database),
        ]
        return codes.first { failure.message.contains($0.0) }?.1
    }

    private static func name(of code: ResultCode) -> String {
        switch code {
        case .SQLITE_CONSTRAINT: "SQLITE_CONSTRAINT"
        case .SQLITE_INTERRUPT: "SQLITE_INTERRUPT"
        case .SQLITE_TOOBIG: "SQLITE_TOOBIG"
        case .SQLITE_MISMATCH: "SQLITE_MISMATCH"
        case .SQLITE_AUTH: "SQLITE_AUTH"
        default: "SQLITE_ERROR"
        }
    }
}
