/// Reads sizes of memory: a number of MiB, or text such as `"512 MiB"` or `"1.5 GiB"`.
enum SizeText {
    private static let units: [(name: String, mebibytes: Double)] = [("mib", 1), ("gib", 1024), ("tib", 1_048_576)]

    /// - Returns: `nil` for what is not a size.
    static func mebibytes(of text: String) -> Double? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard digits.first?.isNumber == true, let number = Double(digits) else { return nil }
        var unit = text.dropFirst(digits.count)
        if unit.isEmpty { return number }
        if unit.first == " " { unit.removeFirst() }
        return units.first { $0.name == unit.lowercased() }.map { number * $0.mebibytes }
    }
}
