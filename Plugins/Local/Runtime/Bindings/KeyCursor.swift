import Foundation
import JSON
import PluginMessages

/// Where a list of keys goes on: the first key that may come.
enum KeyCursor {
    static func text(_ start: Data) -> String { start.base64EncodedString() }

    /// What the argument `cursor` stands for; `nil` without one.
    static func start(_ arguments: JSONReader) throws -> Data? {
        guard let cursor = try arguments.optionalString("cursor"), !cursor.isEmpty else { return nil }
        guard let start = Data(base64Encoded: cursor) else {
            throw PluginFailure(
                .cursor,
                message: "\"\(cursor)\" is not a valid cursor; use the one that the previous page returned.")
        }
        return start
    }
}
