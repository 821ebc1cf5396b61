import Values

/// `application/x-www-form-urlencoded`.
enum FormText {
    static let type = "application/x-www-form-urlencoded"

    static func encode(_ form: [(String, String)]) -> String {
        form.map { "\(encode($0.0))=\(encode($0.1))" }.joined(separator: "&")
    }

    static func encode(_ text: String) -> String { PercentEncoding.encoded(text) }
}
