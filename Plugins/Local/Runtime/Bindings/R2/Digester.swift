import Crypto
import Values

/// Makes a digest of pieces.
struct Digester {
    private var function: any HashFunction

    init(_ algorithm: Checksum.Algorithm) { function = algorithm.function }

    mutating func update(_ piece: [UInt8]) { function.update(data: piece) }

    /// In hexadecimal digits.
    func finish() -> String { function.digits }
}

extension HashFunction {
    fileprivate var digits: String { Hex.text(finalize()) }
}
