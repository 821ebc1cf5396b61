import JSON

/// A text of a ``VendorList`` with the names of fields in braces.
public struct VendorText: Sendable {
    /// What a search text is called.
    public static let search = "search"

    private enum Part: Sendable {
        case text(Substring)
        case name(String)
    }

    private let parts: [Part]

    public init(_ text: String) {
        var parts: [Part] = []
        var rest = text[...]
        while let match = rest.firstMatch(of: /\{([A-Za-z][A-Za-z0-9]*)\}/) {
            parts.append(.text(rest[..<match.range.lowerBound]))
            parts.append(.name(String(match.1)))
            rest = rest[match.range.upperBound...]
        }
        parts.append(.text(rest))
        self.parts = parts
    }

    /// The names, in order.
    public var names: [String] {
        parts.compactMap { part in
            guard case .name(let name) = part else { return nil }
            return name
        }
    }

    /// The text with each name replaced.
    public func filled(_ value: (String) -> String) -> String {
        parts.map { part in
            switch part {
            case .text(let text): String(text)
            case .name(let name): value(name)
            }
        }.joined()
    }
}

extension VendorList {
    /// The address that paths are below, as it is written.
    public var address: String { base ?? "{baseUrl}" }

    /// The fields whose values the request needs, besides secrets, in order.
    /// - Parameter secrets: The names of the node's secrets.
    public func needs(secrets: Set<String>) -> [String] {
        var names: [String] = []
        let texts = [address, path] + Self.texts(of: query.map(JSONValue.object)) + Self.texts(of: body)
        let headers = Self.texts(of: headers.map(JSONValue.object)).flatMap { VendorText($0).names }
        for name in texts.flatMap({ VendorText($0).names }) + headers.filter({ !secrets.contains($0) })
        where !names.contains(name) { names.append(name) }
        return names
    }

    private static func texts(of value: JSONValue?) -> [String] {
        switch value {
        case .string(let text)?: [text]
        case .array(let elements)?: elements.flatMap(texts)
        case .object(let members)?: members.flatMap { texts(of: $0.value) }
        default: []
        }
    }

    /// What is wrong with the list as one of a node with these fields; one sentence each.
    public func problems(among fields: [ConfigField]) -> [String] {
        var problems: [String] = []
        let secrets = Set(fields.filter { $0.type == .secret }.map(\.name))
        let plain = Set(fields.map(\.name)).subtracting(secrets)
        for name in needs(secrets: secrets) where !plain.contains(name) {
            problems.append(
                secrets.contains(name)
                    ? "The secret \"\(name)\" must be in a header." : "The field \"\(name)\" does not exist.")
        }
        let allowed = plain.union([VendorText.search])
        for name in Self.texts(of: search.map(JSONValue.object)).flatMap({ VendorText($0).names })
        where !allowed.contains(name) { problems.append("The search uses \"\(name)\", which is not a field.") }
        if !path.hasPrefix("/") { problems.append("The path \"\(path)\" must begin with \"/\".") }
        if path.contains("?") || path.contains("#") { problems.append("The path must not have a query.") }
        if let base, !origin.hasOrigin {
            problems.append("The base \"\(base)\" must begin with https://, or with a field that is the whole origin.")
        }
        for (part, texts) in [("query", query), ("headers", headers), ("search", search)] {
            for (name, value) in texts ?? [:] where value.string == nil {
                problems.append("\"\(name)\" of the \(part) must be a string.")
            }
        }
        for name in (headers ?? [:]).keys where !Self.isOwnHeader(name) {
            problems.append("The header \"\(name)\" cannot be set: it is not the name of one, or the client's own.")
        }
        if value.isEmpty || label.isEmpty { problems.append("The label and the value need a path in an item.") }
        let isAuthorized = Self.texts(of: headers.map(JSONValue.object))
            .contains { VendorText($0).names.contains(where: secrets.contains) }
        if !isAuthorized, fields.tokenField == nil {
            problems.append("No secret is used as the token: add one to a header.")
        }
        switch pages?.kind {
        case .cursor?, .header?:
            if pages?.from?.isEmpty != false { problems.append("Pagination needs the path of the cursor.") }
        case .number?, .offset?:
            if (pages?.size ?? 0) < 1 {
                problems.append(
                    "Pagination needs a page size of at least 1.")
            }
        case nil: break
        }
        return problems
    }
}

extension VendorList {
    /// Those that say where a request goes and where it ends.
    private static let ofClient: Set = ["connection", "content-length", "host", "te", "transfer-encoding", "upgrade"]

    /// Whether it is a token (RFC 9110, section 5.6.2) that a list may set.
    fileprivate static func isOwnHeader(_ name: String) -> Bool {
        name.wholeMatch(of: /[A-Za-z0-9!#$%&'*+.^_`|~-]+/) != nil && !ofClient.contains(name.lowercased())
    }
}

extension [ConfigField] {
    /// The secret that the token of a credential stands in for: `accessToken`, or the only one.
    public var tokenField: ConfigField? {
        let secrets = filter { $0.type == .secret && $0.envVarName != nil }
        return secrets.first { $0.name == "accessToken" } ?? (secrets.count == 1 ? secrets[0] : nil)
    }
}
