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

/// How a vendor divides a list into pages.
public struct VendorPages: Codable, Sendable, Hashable {
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// The response has what the next request sends.
        case cursor
        /// A header of the response has it.
        case header
        /// Pages are counted from 1.
        case number
        /// Items are counted from 0.
        case offset
    }

    public let kind: Kind
    /// The parameter, or the member of the body, that names the page.
    public let parameter: String
    /// Where the cursor is in the response, or the header's name. Of an address, the cursor is the parameter of the same name.
    public let from: String?
    /// How many items a full page has: a shorter one is the last.
    public let size: Int?

    private init(_ kind: Kind, _ parameter: String, from: String? = nil, size: Int? = nil) {
        self.kind = kind
        self.parameter = parameter
        self.from = from
        self.size = size
    }

    /// The response has what the next request sends.
    public static func cursor(_ place: String, as parameter: String) -> VendorPages {
        VendorPages(.cursor, parameter, from: place)
    }

    /// A header has what the next request sends, or `Link` (RFC 8288) has its address.
    public static func header(_ name: String, as parameter: String) -> VendorPages {
        VendorPages(.header, parameter, from: name)
    }

    /// Pages with numbers from 1.
    public static func numbers(as parameter: String, size: Int) -> VendorPages {
        VendorPages(.number, parameter, size: size)
    }

    /// Pages by the number of items before them.
    public static func offsets(as parameter: String, size: Int) -> VendorPages {
        VendorPages(.offset, parameter, size: size)
    }
}

/// Where the options of a field come from.
public struct OptionsSource: Codable, Sendable, Hashable {
    /// One after another.
    public let lists: [VendorList]
    /// Whether the field's text has several values, with commas between.
    public let many: Bool?

    public init(_ lists: [VendorList], many: Bool = false) {
        self.lists = lists
        self.many = many ? true : nil
    }
}
