import JSON
import PluginMessages
import Values

/// Holds a key that is sent in a header against the header's grammar (RFC 9110, section 5): nothing else of a request can be
/// written with it.
struct HeaderCheck {
    /// Of an account and its type.
    let fields: JSONObject

    func problems() -> [Diagnostic] {
        var problems = Problems()
        func wrong(_ field: String, _ message: String) {
            problems.add("format", message, at: JSONPointer.root.appending("values").appending(field))
        }
        func text(_ name: String) -> String { fields[name]?.string ?? "" }
        let placement = fields["placement"]?.string ?? "bearer"
        if ["bearer", "header"].contains(placement) {
            for field in ["token", "prefix"] where !text(field).utf8.allSatisfy({ (0x20...0x7e).contains($0) }) {
                wrong(field, "must contain only printable ASCII characters: it is sent in a header")
            }
        }
        switch placement {
        case "header":
            if text("name").isEmpty || !text("name").unicodeScalars.allSatisfy(Self.isOfName) {
                wrong("name", "must be the name of a header, such as x-api-key")
            }
        case "query": if text("name").isEmpty { wrong("name", "must be the name of a query parameter, such as key") }
        case "basic": if text("user").contains(":") { wrong("user", "must not contain a colon, which would end it") }
        default: break
        }
        return problems.diagnostics
    }

    /// A token of RFC 9110, section 5.6.2.
    private static func isOfName(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.isASCII else { return false }
        return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            || "!#$%&'*+-.^_`|~".unicodeScalars.contains(scalar)
    }
}
