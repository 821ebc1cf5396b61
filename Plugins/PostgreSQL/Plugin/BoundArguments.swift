import FoundationEssentials
import PluginKit

/// The arguments of a statement in PostgreSQL's binary formats (PostgreSQL documentation, "Overview of PostgreSQL
/// Internals", "Formats and Format Codes"): with lengths, and never as a part of the statement.
struct BoundArguments {
    /// Object identifiers of types, from the server's `pg_type.dat`.
    private enum TypeID {
        static let bytes: UInt32 = 17
        static let integer: UInt32 = 20
        static let text: UInt32 = 25
        static let real: UInt32 = 701
        /// Whatever the statement has in its place.
        static let any: UInt32 = 0
    }

    let types: [UInt32]
    /// The values one after the other; never empty, so that it has an address.
    private let bytes: [UInt8]
    /// Where each value is; `nil` for null.
    private let spans: [Range<Int>?]

    init(_ arguments: [StorageValue]) {
        var (types, spans): ([UInt32], [Range<Int>?]) = ([], [])
        var bytes: [UInt8] = []
        func add(_ type: UInt32, _ value: some Sequence<UInt8>) {
            let start = bytes.count
            bytes += value
            types.append(type)
            spans.append(start..<bytes.count)
        }
        for argument in arguments {
            switch argument {
            case .null:
                types.append(TypeID.any)
                spans.append(nil)
            case .integer(let number): add(TypeID.integer, Self.bigEndian(UInt64(bitPattern: Int64(number))))
            case .real(let number): add(TypeID.real, Self.bigEndian(number.bitPattern))
            case .text(let text): add(TypeID.text, text.utf8)
            case .blob(let base64): add(TypeID.bytes, Data(base64Encoded: base64) ?? Data())
            }
        }
        self.types = types
        self.spans = spans
        self.bytes = bytes + [0]
    }

    private static func bigEndian(_ number: UInt64) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }

    /// Calls `body` with what libpq's functions take: count, types, values, lengths and formats.
    func withArrays<Result>(
        _ body: (
            CInt, UnsafePointer<UInt32>, UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<CInt>, UnsafePointer<CInt>
        ) -> Result
    ) -> Result {
        bytes.withUnsafeBytes { memory in
            let values = spans.map { span in
                span.flatMap { memory.baseAddress?.advanced(by: $0.lowerBound).assumingMemoryBound(to: CChar.self) }
            }
            let lengths = spans.map { CInt($0?.count ?? 0) }
            let binary = [CInt](repeating: 1, count: spans.count)
            return body(CInt(spans.count), types, values, lengths, binary)
        }
    }
}
