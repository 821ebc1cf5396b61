import HTTPTypes
import Hummingbird
import JSON
import Platform
import PluginMessages

/// `Prefer: handling=strict` (RFC 7240, section 4.4): what an endpoint does not declare is an error instead of being ignored.
enum StrictHandling {
    /// The name is a token, so it is always one.
    private static let prefer = HTTPField.Name("prefer")!
    private static let applied = HTTPField.Name("preference-applied")!
    private static let preference = "handling=strict"
    /// Of every endpoint with a caller.
    private static let ownParameters = ["organizationId", "projectId"]

    /// Whether the request asks for it. Of a preference that is sent more than once the first counts (RFC 7240, section 2).
    static func isPreferred(by request: Request) -> Bool {
        let preferences = request.headers[values: prefer].flatMap { $0.split(separator: ",") }
        let handling = preferences.lazy.map { item in
            // Parameters of the preference follow after a semicolon.
            let name = item.prefix { $0 != ";" }.filter { !$0.isWhitespace && $0 != "\"" }
            return name.lowercased()
        }.first { $0.hasPrefix("handling=") }
        return handling == preference
    }

    static func mark(_ response: inout Response) { response.headers[applied] = preference }

    /// - Throws: ``PlatformError/invalid(_:)`` with every parameter of the query that the operation does not declare.
    static func checkQuery(of request: Request, for operation: OperationSpec) throws(PlatformError) {
        // The endpoints of plugins are behind `**`, and refuse what they do not declare in any case.
        guard isPreferred(by: request), !operation.path.hasSuffix("**") else { return }
        let known = operation.query.map(\.name) + (operation.access.scope == nil ? [] : ownParameters)
        let unknown = request.queryItems.items.map(\.name).filter { !known.contains($0) }
        guard !unknown.isEmpty else { return }
        let expected = known.isEmpty ? "the path has none" : "expected one of \(known.joined(separator: ", "))"
        throw .invalid(
            unknown.map { name in
                Diagnostic(
                    code: "query.unknown", message: "\"\(name)\" is not a valid parameter; \(expected).",
                    pointer: JSONPointer.root.appending(name).text)
            })
    }
}
