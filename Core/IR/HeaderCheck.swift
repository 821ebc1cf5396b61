import JSON
import Values

/// Checks the names of a request's headers: one that no header has fails the request.
struct HeaderCheck {
    let node: WorkflowNode

    func run(_ problems: inout Problems) {
        guard let value = node.filled("headers") else { return }
        let place = node.dataPlace.member("headers")
        for member in (value.object ?? value.string.flatMap(JSONTemplate.object))?.members ?? []
        where !Self.isName(member.key) {
            problems.warning(
                "ir.http.header",
                "\"\(member.key)\" is not a valid name of a header; expected letters, digits and '-', such as "
                    + "X-Request-Id. The request fails.",
                at: value.object == nil ? place : place.member(member.key), node: node.id)
        }
    }

    /// RFC 9110, section 5.6.2 "Tokens".
    private static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: others.contains(byte)
                }
            }
    }

    private static let others = Set("!#$%&'*+-.^_`|~".utf8)
}
