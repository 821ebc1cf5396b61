/// Prometheus' documentation, "Exposition formats", text-based format 0.0.4.
struct MetricsWriter {
    private(set) var text = ""
    let help: [String: String]

    mutating func begin(_ name: String, _ kind: SampleKind, help given: String? = nil) {
        if let help = given ?? help[name] {
            text += "# HELP \(name) \(help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n"))\n"
        }
        text += "# TYPE \(name) \(kind.rawValue)\n"
    }

    mutating func line(_ name: String, _ labels: String, _ value: Double) {
        let number = value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
        text += labels.isEmpty ? "\(name) \(number)\n" : "\(name){\(labels)} \(number)\n"
    }

    /// Names have letters, digits, `_` and `:` only.
    static func name(_ label: String) -> String {
        String(
            label.enumerated().map { index, character in
                let isDigit = character.isASCII && character.isNumber
                let isFit = character.isASCII && (character.isLetter || character == "_" || character == ":")
                return isFit || (isDigit && index > 0) ? character : "_"
            })
    }

    static func labels(_ dimensions: [(String, String)]) -> String {
        dimensions.map { name, value in
            let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
            return "\(Self.name(name))=\"\(escaped)\""
        }.joined(separator: ",")
    }
}
