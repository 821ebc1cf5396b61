import JSON
import PluginMessages

/// A page of a list whose pages Cloudflare's API makes no smaller than ``least``: a part of one of those. Its cursor says
/// how much of which page was given: `3~CURSOR`.
struct SmallPage: Sendable {
    /// The API's reference, "KV: List a Namespace's Keys" and "D1: List Databases".
    static let least = 10

    /// Elements of the API's page that were given already.
    private let given: Int
    private let limit: Int?
    /// The API's own; `nil` begins.
    let cursor: String?

    init(_ request: ResourceRequest) {
        limit = request.query("limit").flatMap(Int.init)
        let told = request.query("cursor")
        let parts = told?.split(separator: "~", maxSplits: 1, omittingEmptySubsequences: false) ?? []
        if parts.count == 2, let given = Int(parts[0]), (1..<Self.least).contains(given) {
            self.given = given
            cursor = parts[1].isEmpty ? nil : String(parts[1])
        } else {
            given = 0
            cursor = told
        }
    }

    /// How many the API is asked for; `nil` is for it to say.
    var size: Int? {
        // The same page again, of which there was a part, has to have the same size.
        if given > 0 { return Self.least }
        return limit.map { max($0, Self.least) }
    }

    /// - Parameters:
    ///   - elements: The API's page.
    ///   - next: The API's cursor of the page after it.
    func answer(_ elements: [JSONValue], next: String?) -> ResourceResponse {
        let rest = elements.dropFirst(given)
        let part = rest.prefix(limit ?? rest.count)
        let told = given + part.count
        return .page(Array(part), next: told < elements.count ? "\(told)~\(cursor ?? "")" : next)
    }
}
