import GRDB
import JSON
import PluginMessages

/// The memory that the results of one request may take, of all its statements together.
struct D1Budget: Sendable {
    /// Of results; more does not fit into a program's memory either.
    static let bytes = 64 << 20
    /// Statements of a batch: as many queries as Cloudflare allows an invocation ("D1: Limits" of its documentation).
    static let statements = 1_000

    /// Of a value in an array, without what it refers to.
    private static let value = MemoryLayout<JSONValue>.stride
    /// Of an array, a text or an object in memory of its own: two words, its size, and what the allocator adds.
    private static let allocation = 48
    /// Of the object around the text of a blob.
    private static let blob = 256

    private var room = Self.bytes

    /// - Throws: `local.d1` when the results are larger.
    mutating func takeRow() throws(PluginFailure) { try take(Self.allocation + Self.value) }

    /// - Throws: `local.d1` when the results are larger.
    mutating func take(_ value: DatabaseValue) throws(PluginFailure) {
        switch value.storage {
        case .null, .int64, .double: try take(Self.value)
        case .string(let text): try take(Self.value + Self.allocation + text.utf8.count)
        case .blob(let data): try take(Self.value + Self.blob + (data.count + 2) / 3 * 4)
        }
    }

    private mutating func take(_ bytes: Int) throws(PluginFailure) {
        room -= bytes
        guard room >= 0 else { throw D1Statement.resultsAreTooLarge }
    }
}
