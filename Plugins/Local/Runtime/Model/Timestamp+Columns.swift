import GRDB
import Values

/// Columns, messages and programs have milliseconds since 1970.
extension Timestamp: DatabaseValueConvertible {
    var number: Int { Int(milliseconds) }

    init(number: Int) { self.init(milliseconds: Int64(number)) }

    public var databaseValue: DatabaseValue { milliseconds.databaseValue }

    public static func fromDatabaseValue(_ value: DatabaseValue) -> Timestamp? {
        Int64.fromDatabaseValue(value).map(Timestamp.init(milliseconds:))
    }
}
