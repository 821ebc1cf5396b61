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
