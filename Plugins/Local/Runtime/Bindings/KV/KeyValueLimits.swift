import JSON
import PluginMessages

/// Limits of KV, and what is refused because of them.
enum KeyValueLimits {
    static let valueBytes = 25 << 20
    private static let keyBytes = 512
    private static let metadataBytes = 1024
    private static let shortestTime = 60
    private static let longestPage = 1000

    static func key(_ arguments: JSONReader) throws -> String {
        let key = try arguments.string("key")
        guard !key.isEmpty, key != ".", key != ".." else { throw refusal("the key must not be \"\(key)\"") }
        guard key.utf8.count <= keyBytes else { throw refusal("the key is longer than \(keyBytes) bytes") }
        return key
    }

    static func metadata(_ arguments: JSONReader) throws -> String? {
        let metadata = try arguments.optionalString("metadata")
        guard (metadata?.utf8.count ?? 0) <= metadataBytes else {
            throw refusal("the metadata is longer than \(metadataBytes) bytes")
        }
        return metadata
    }

    /// Seconds since 1970.
    static func expiration(_ arguments: JSONReader, now: Int) throws -> Int? {
        if let time = try arguments.optionalInt("expirationTtl") {
            guard time >= shortestTime else {
                throw refusal("Invalid expiration_ttl of \(time). Expiration TTL must be at least \(shortestTime).")
            }
            let (end, isOver) = now.addingReportingOverflow(time)
            return isOver ? .max : end
        }
        guard let time = try arguments.optionalInt("expiration") else { return nil }
        guard time >= now + shortestTime else {
            throw refusal(
                "Invalid expiration of \(time). It must be at least \(shortestTime) seconds in the future.")
        }
        return time
    }

    static func page(_ arguments: JSONReader) throws -> Int {
        let limit = try arguments.optionalInt("limit") ?? longestPage
        guard (1...longestPage).contains(limit) else { throw refusal("the limit must be from 1 to \(longestPage)") }
        return limit
    }

    static func refusal(_ reason: String) -> PluginFailure {
        PluginFailure(.kv, message: "KV request failed: 400 \(reason)")
    }
}
