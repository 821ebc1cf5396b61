import FoundationEssentials
import JSON
import PluginMessages
import Values

/// The request for a page of a ``VendorList``.
package struct VendorListRequest: Sendable, Hashable {
    package let method: String
    package let url: String
    package let body: String?
    package let headers: [Header]

    package struct Header: Sendable, Hashable {
        package let name: String
        package let value: String
        /// Whether it was made of a secret.
        let isSecret: Bool

        init(name: String, value: String, isSecret: Bool = false) {
            self.name = name
            self.value = value
            self.isSecret = isSecret
        }
    }

    /// A secret that the headers need and the credential does not have.
    struct MissingSecret: Error { let name: String }

    /// A value that cannot be in a header, by its field.
    struct UnsendableValue: Error {
        let name: String
        let character: ControlCharacter
    }

    /// - Parameters:
    ///   - fields: Of the node; those that the list needs have a value in `filled`.
    ///   - search: Empty without one.
    ///   - cursor: Of a page that is not the first.
    /// - Throws: ``MissingSecret``, ``UnsendableValue``
    init(
        _ list: VendorList, of fields: [ConfigField], _ filled: FilledFields, _ account: NodeAccount, search: String,
        cursor: String?
    ) throws {
        func value(_ name: String) -> String { filled[name] ?? "" }
        var base = VendorText(list.address).filled(value)
        while base.hasSuffix("/") { base.removeLast() }
        let path = VendorText(list.path).filled { FormText.encode(value($0)) }
        var query: [(String, String)] = []
        func set(_ name: String, _ text: String) {
            query.removeAll { $0.0 == name }
            query.append((name, text))
        }
        for (name, text) in list.query ?? [:] { set(name, VendorText(text.string ?? "").filled(value)) }
        var body = list.body.map { Self.filled($0, value) }
        if !search.isEmpty {
            for (name, text) in list.search ?? [:] {
                let words = Self.searching(text.string ?? "", search, value)
                if body == nil { set(name, words) } else { body?.set(.string(words), at: name) }
            }
        }
        if let cursor, let pages = list.pages {
            if body == nil { set(pages.parameter, cursor) } else { body?.set(pages.value(cursor), at: pages.parameter) }
        }
        url = base + path + (query.isEmpty ? "" : "?\(FormText.encode(query))")
        method = body == nil ? "GET" : "POST"
        self.body = body?.text
        var headers = [Header(name: "accept", value: "application/json")]
        if body != nil { headers.append(Header(name: "content-type", value: "application/json")) }
        var isAuthorized = false
        for (name, text) in list.headers ?? [:] {
            let text = VendorText(text.string ?? "")
            if let missing = text.names.first(where: { account.secrets[$0] == nil && filled[$0] == nil }) {
                throw MissingSecret(name: missing)
            }
            let words = text.filled { account.secrets[$0] ?? value($0) }
            if !Self.isEncoded(words) {
                for name in text.names { try Self.check(account.secrets[name] ?? value(name), of: name) }
            }
            let isSecret = text.names.contains { account.secrets[$0] != nil }
            headers.append(Header(name: name.lowercased(), value: Self.encoded(words), isSecret: isSecret))
            isAuthorized = isAuthorized || isSecret
        }
        if !isAuthorized, let field = fields.tokenField {
            guard let token = account.secrets[field.name] else { throw MissingSecret(name: field.name) }
            try Self.check(token, of: field.name)
            headers.append(Header(name: "authorization", value: "Bearer \(token)", isSecret: true))
        }
        self.headers = headers
    }

    /// RFC 9110, section 5.5: what a header's value is made of.
    private static func check(_ value: String, of name: String) throws(UnsendableValue) {
        if let character = ControlCharacter(in: value) { throw UnsendableValue(name: name, character: character) }
    }

    /// RFC 7617.
    private static let basic = "Basic "

    private static func isEncoded(_ value: String) -> Bool { value.hasPrefix(basic) }

    private static func encoded(_ value: String) -> String {
        guard isEncoded(value) else { return value }
        return basic + Data(value.dropFirst(basic.count).utf8).base64EncodedString()
    }

    private static func filled(_ value: JSONValue, _ text: (String) -> String) -> JSONValue {
        switch value {
        case .string(let template): .string(VendorText(template).filled(text))
        case .array(let elements): .array(elements.map { filled($0, text) })
        case .object(let members): .object(JSONObject(members.map { ($0.key, filled($0.value, text)) }))
        default: value
        }
    }

    /// Within single quotes, those of the search text and backslashes have a backslash before them.
    private static func searching(_ template: String, _ search: String, _ value: (String) -> String) -> String {
        let isQuoted = template.contains("'{\(VendorText.search)}'")
        let words = isQuoted ? search.replacing("\\", with: "\\\\").replacing("'", with: "\\'") : search
        return VendorText(template).filled { $0 == VendorText.search ? words : value($0) }
    }
}

extension VendorPages {
    /// A cursor in a body: pages and items are counted in numbers.
    fileprivate func value(_ cursor: String) -> JSONValue {
        switch kind {
        case .cursor, .header: .string(cursor)
        case .number, .offset: Int(cursor).map(JSONValue.int) ?? .string(cursor)
        }
    }
}

extension JSONValue {
    /// Sets a member of an object within objects; names have `/` between.
    fileprivate mutating func set(_ value: JSONValue, at place: String) {
        let parts = place.split(separator: "/", maxSplits: 1).map(String.init)
        guard let name = parts.first else { return }
        var members = object ?? [:]
        if parts.count == 2 {
            var inner = members[name] ?? [:]
            inner.set(value, at: parts[1])
            members[name] = inner
        } else {
            members[name] = value
        }
        self = .object(members)
    }
}
