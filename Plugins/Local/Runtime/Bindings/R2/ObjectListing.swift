import Foundation
import GRDB

/// A page of a bucket's objects.
struct ObjectListing: Sendable {
    struct Request: Sendable {
        let prefix: String
        let delimiter: String?
        /// The first key that may be in it.
        let start: Data?
        let limit: Int
    }

    private(set) var objects: [ObjectRecord] = []
    private(set) var prefixes: [String] = []
    /// Where it goes on; `nil`: it does not.
    private(set) var next: Data?

    init(_ request: Request, in database: Database) throws {
        let prefix = Data(request.prefix.utf8)
        let end = KeyRange.end(of: prefix)
        let statement = try database.cachedStatement(
            sql: "SELECT * FROM object WHERE key >= ? AND (? IS NULL OR key < ?) ORDER BY key LIMIT 1")
        var position = max(prefix, request.start ?? prefix)
        while let row = try Row.fetchOne(statement, arguments: [position, end, end]) {
            guard objects.count + prefixes.count < request.limit else {
                next = position
                return
            }
            let object = ObjectRecord(row: row)
            if let delimiter = request.delimiter, !delimiter.isEmpty,
                let found = object.key.dropFirst(request.prefix.count).range(of: delimiter)
            {
                let common = String(object.key[..<found.upperBound])
                prefixes.append(common)
                guard let behind = KeyRange.end(of: Data(common.utf8)) else { return }
                position = behind
            } else {
                objects.append(object)
                position = KeyRange.start(after: object.key)
            }
        }
    }
}

private func max(_ left: Data, _ right: Data) -> Data { left.lexicographicallyPrecedes(right) ? right : left }
