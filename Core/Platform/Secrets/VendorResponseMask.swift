import FoundationEssentials
import JSON
import Values

/// Hides secrets in the words of a vendor, in every form in which the server sends them: as they are, in JSON, in queries and
/// forms, and in an `Authorization` header.
struct VendorResponseMask: Sendable {
    /// The longest first: one may be part of another.
    private let forms: [String]

    /// Shorter texts are not secrets: the words would become nonsense.
    private static let shortest = 4

    /// - Parameters:
    ///   - secrets: As they are kept.
    ///   - headers: Values of headers that were made of secrets.
    init(_ secrets: some Sequence<String>, headers: [String] = []) {
        var forms: Set<String> = []
        for secret in secrets {
            forms.formUnion([secret, Self.quoted(secret), FormText.encode(secret)])
            forms.formUnion(Self.base64(Data(secret.utf8).base64EncodedString()))
        }
        for header in headers {
            forms.insert(header)
            let parts = header.split(separator: " ", maxSplits: 1).map(String.init)
            if parts.count == 2 { forms.formUnion(parts[0] == "Basic" ? Self.base64(parts[1]) : [parts[1]]) }
        }
        self.forms = forms.filter { $0.count >= Self.shortest }.sorted { ($0.count, $0) > ($1.count, $1) }
    }

    /// In JSON, without the quotation marks.
    private static func quoted(_ text: String) -> String { String(JSONValue.string(text).text.dropFirst().dropLast()) }

    /// As it is sent, and as others print it: in the alphabet of URLs, without the padding.
    private static func base64(_ text: String) -> [String] {
        let short = String(text.prefix { $0 != "=" })
        return [text, short, short.replacing("+", with: "-").replacing("/", with: "_")]
    }

    /// The words on one line, without secrets and without what changes how the rest is shown.
    func masking(_ words: String) -> String {
        // What was left out may have been within a secret.
        forms.reduce(ShownText.line(words)) { $0.replacing($1, with: Variable.mask) }
    }
}
