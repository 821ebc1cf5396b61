import Hummingbird
import Platform
import PluginMessages
import Values

/// The members of a query as forms write them (WHATWG URL Standard, "application/x-www-form-urlencoded parsing"): `+` is a
/// space, and names are decoded like values.
struct QueryItems: Sendable {
    let items: [(name: String, value: String)]

    init(_ query: String?) {
        items = (query ?? "").split(separator: "&").map { item in
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (Self.decoded(parts[0]), parts.count > 1 ? Self.decoded(parts[1]) : "")
        }
    }

    func values(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }

    /// What is not valid UTF-8 once it is decoded stays as it was sent.
    private static func decoded(_ text: Substring) -> String {
        let spaced = String(text.map { $0 == "+" ? " " : $0 })
        return PercentEncoding.decoded(spaced) ?? spaced
    }
}

extension Request {
    var queryItems: QueryItems { QueryItems(uri.query) }

    func query(_ name: String) -> String? { queryItems.values(name).first }

    /// A parameter that decides whose things the request is about.
    /// - Throws: ``PlatformError/invalid(_:)`` for one that is sent twice: which of them counts is not for the reader to guess.
    func single(_ name: String) throws(PlatformError) -> String? {
        let values = queryItems.values(name)
        guard values.count > 1 else { return values.first }
        throw .invalid([
            Diagnostic(
                code: "query.repeated",
                message: "\(name) is sent \(values.count) times; send it once.", pointer: "/\(name)")
        ])
    }
}
