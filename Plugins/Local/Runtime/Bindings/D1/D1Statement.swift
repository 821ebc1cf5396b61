import GRDB
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

    /// - Throws: `local.d1`.
    static func check(_ sql: String) throws(PluginFailure) {
        let words = words(sql)
        guard let first = words.first?.uppercased() else { throw failure("No SQL statements detected.") }
        if refused.contains(first) {
            throw failure("\(first) is not offered; a batch is one transaction: SQLITE_AUTH")
        }
        if first == "PRAGMA" {
            let name = words.count > 2 && words[1].hasSuffix(".") ? words[2] : words.count > 1 ? words[1] : ""
            guard pragmas.contains(name.lowercased()) else {
                throw failure("not authorized: PRAGMA \(name): SQLITE_AUTH")
            }
        }
    }

    static func isPragma(_ sql: String) -> Bool { words(sql).first?.uppercased() == "PRAGMA" }

    static func failure(_ error: DatabaseError, _ limits: ResourceLimits) -> PluginFailure {
        switch error.resultCode {
        case .SQLITE_TOOBIG:
            return failure(
                "A value is larger than \(ResourceLimits.valueBytes) bytes, or the statement than "
                    + "\(ResourceLimits.statementBytes): SQLITE_TOOBIG")
        case .SQLITE_INTERRUPT:
            return failure(
                "The statement took longer than \(limits.statementTime) (the operator's setting MILLRACE_LOCAL_D1_TIME): "
                    + "SQLITE_INTERRUPT")
        case .SQLITE_FULL: return failure(limits.fullDatabase)
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

    static func failure(_ message: String) -> PluginFailure {
        PluginFailure(code: "local.d1", message: "D1_ERROR: \(message)")
    }

    /// The limit that a statement exceeded, as the metric names it.
    static func limit(of failure: PluginFailure) -> String? {
        [("SQLITE_TOOBIG", "d1.value"), ("SQLITE_INTERRUPT", "d1.time"), ("SQLITE_FULL", "d1.size")]
            .first { failure.message.contains($0.0) }?.1
    }

    private static func name(of code: ResultCode) -> String {
        switch code {
        case .SQLITE_CONSTRAINT: "SQLITE_CONSTRAINT"
        case .SQLITE_INTERRUPT: "SQLITE_INTERRUPT"
        case .SQLITE_TOOBIG: "SQLITE_TOOBIG"
        case .SQLITE_FULL: "SQLITE_FULL"
        case .SQLITE_MISMATCH: "SQLITE_MISMATCH"
        case .SQLITE_AUTH: "SQLITE_AUTH"
        default: "SQLITE_ERROR"
        }
    }

    /// The first words, a schema's name with its full stop, without the comments between them.
    private static func words(_ sql: String) -> [String] {
        var words: [String] = []
        var rest = Substring(sql)
        while words.count < 3 {
            rest = rest.drop { $0.isWhitespace || $0 == ";" }
            if rest.hasPrefix("--") {
                rest = rest.drop { !$0.isNewline }
            } else if rest.hasPrefix("/*") {
                rest = rest.range(of: "*/").map { rest[$0.upperBound...] } ?? ""
            } else if rest.hasPrefix(".") {
                if let last = words.popLast() { words.append(last + ".") }
                rest = rest.dropFirst()
            } else {
                let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                guard !word.isEmpty else { return words }
                words.append(String(word))
                rest = rest.dropFirst(word.count)
            }
        }
        return words
    }
}
