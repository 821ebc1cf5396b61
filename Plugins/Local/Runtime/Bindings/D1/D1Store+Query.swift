import Foundation
import GRDB
import JSON
import PluginMessages

extension D1Store.Query {
    init(json: JSONValue) throws(JSONMismatch) {
        let reader = try JSONReader(json)
        self.init(sql: try reader.string("sql"), parameters: try reader.list("parameters", Self.value))
    }

    /// Numbers are bound as REAL, as there: a column of the type INTEGER makes whole ones integers.
    private static func value(_ json: JSONValue) throws(JSONMismatch) -> DatabaseValue {
        switch json {
        case .null: return .null
        case .number(let number): return number.double.databaseValue
        case .string(let text): return text.databaseValue
        case .bool(let bool): return (bool ? 1 : 0).databaseValue
        case .object, .array:
            guard let data = json["base64"]?.string.flatMap({ Data(base64Encoded: $0) }) else {
                throw JSONMismatch(message: "must be null, a number, a string or bytes")
            }
            return data.databaseValue
        }
    }
}
