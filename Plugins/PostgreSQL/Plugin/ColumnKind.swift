import FoundationEssentials
import PluginKit

/// How a column's text is read.
enum ColumnKind {
    case integer, real, numeric, truth, bytes, text

    /// - Parameter type: The object identifier of its type, from the server's `pg_type.dat`.
    init(_ type: UInt32) {
        self =
            switch type {
            case 20, 21, 23, 26: .integer
            case 700, 701: .real
            case 1700: .numeric
            case 16: .truth
            case 17: .bytes
            default: .text
            }
    }

    func value(of text: String) -> StorageValue {
        switch self {
        case .integer: Int(text).map(StorageValue.integer) ?? .text(text)
        case .real: Double(text).map(StorageValue.real) ?? .text(text)
        // What SUM makes of whole numbers.
        case .numeric: Int(text).map(StorageValue.integer) ?? Double(text).map(StorageValue.real) ?? .text(text)
        case .truth: .integer(text == "t" ? 1 : 0)
        case .bytes: .blob(Data(Self.bytes(hexadecimal: text)).base64EncodedString())
        case .text: .text(text)
        }
    }

    /// - Parameter text: `\x` and two digits a byte.
    private static func bytes(hexadecimal text: String) -> [UInt8] {
        let digits = text.utf8.dropFirst(2).compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
