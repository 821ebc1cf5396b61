import JSON

/// A list of a vendor that a field's options come from: one request, which the server sends with the node's credential. No
/// code of a plugin sees the secret.
///
/// `{name}` in a text is the value of the node's field `name`, percent-encoded in paths and queries. A list whose fields have
/// no fixed value yet is not requested. Secrets are filled into headers only.
public struct VendorList: Codable, Sendable, Hashable {
    /// The address that paths are below; `nil` is the value of the field `baseUrl`.
    public let base: String?
    public let path: String
    /// Texts by parameter.
    public let query: JSONObject?
    /// Sent as JSON, by POST; `nil` sends GET.
    public let body: JSONValue?
    /// Texts by header. Without a secret in one, the token is sent as bearer. What follows `Basic ` is encoded when it is sent.
    public let headers: JSONObject?
    /// Parameters, or members of the body, that are sent with a search text; `{search}` is the text. `nil`: the vendor cannot
    /// search, and the server compares labels and values.
    public let search: JSONObject?
    /// `nil`: the list is one page.
    public let pages: VendorPages?
    /// Where the list is in the response: names and indices with `/` between, `*` for every element
    /// or member; empty for the whole.
    public let items: String
    /// Where an item has its label; of several places with `|` between, the first that has a text.
    public let label: String
    /// Where an item has what the field gets.
    public let value: String
    /// Codes in responses that refuse the token, besides the status 401.
    public let refusals: [String]?

    /// - Parameters:
    ///   - path: Below the base; begins with `/`.
    ///   - items: Where the list is in the response.
    ///   - label: Where an item has its label.
    ///   - value: Where an item has its value.
    ///   - query: Texts by parameter.
    ///   - body: Sent as JSON, by POST.
    ///   - search: What is sent with a search text.
    ///   - pages: How the vendor divides the list.
    ///   - base: The address that the path is below.
    ///   - headers: Texts by header.
    ///   - refusals: Codes that refuse the token.
    public init(
        _ path: String, items: String, label: String, value: String, query: JSONObject? = nil, body: JSONValue? = nil,
        search: JSONObject? = nil, pages: VendorPages? = nil, base: String? = nil, headers: JSONObject? = nil,
        refusals: [String]? = nil
    ) {
        self.base = base
        self.path = path
        self.query = query
        self.body = body
        self.headers = headers
        self.search = search
        self.pages = pages
        self.items = items
        self.label = label
        self.value = value
        self.refusals = refusals
    }
}
