import JSON
import PluginMessages

/// Limits of R2, and what is refused because of them.
enum BucketLimits {
    static let page = 1000
    private static let keyBytes = 1024
    private static let metadataBytes = 8192

    static func key(_ arguments: JSONReader) throws -> String {
        let key = try arguments.string("key")
        guard (1...keyBytes).contains(key.utf8.count) else { throw refusal("a key is 1 to \(keyBytes) bytes") }
        return key
    }

    /// A JSON text.
    static func httpMetadata(_ arguments: JSONReader) -> String { arguments.object["httpMetadata"]?.text ?? "{}" }

    /// A JSON text.
    static func metadata(_ arguments: JSONReader) throws -> String {
        let metadata = arguments.object["customMetadata"] ?? [:]
        guard let members = metadata.object, members.allSatisfy({ $0.value.string != nil }) else {
            throw refusal("customMetadata must be an object of strings")
        }
        let text = metadata.text
        guard text.utf8.count <= metadataBytes else { throw refusal("customMetadata is larger than 8 KiB") }
        return text
    }

    /// `{offset?, length?}` or `{suffix}`.
    static func range(_ json: JSONValue, of object: ObjectRecord) throws -> Range<Int> {
        if let suffix = json["suffix"]?.int, suffix > 0 { return max(0, object.size - suffix)..<object.size }
        let offset = json["offset"]?.int ?? 0
        let length = json["length"]?.int ?? object.size
        guard offset >= 0, length > 0, offset < object.size else {
            throw refusal("get: The requested range is not satisfiable (10039)")
        }
        return offset..<offset + min(length, object.size - offset)
    }

    static func refusal(_ reason: String) -> PluginFailure {
        PluginFailure(.r2, message: "R2 request failed: \(reason)")
    }
}
