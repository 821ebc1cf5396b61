/// An address with the names of fields in braces, and whose word it is where it leads.
package struct NamedAddress: Sendable {
    private static let scheme = "https://"

    private let text: String

    package init(_ text: String) { self.text = text }

    /// The field whose value is the whole origin, such as `{site}` or `https://{host}/v1`; `nil` where the text names at least a
    /// part of it.
    private var originField: String? {
        let rest = text.hasPrefix(Self.scheme) ? text.dropFirst(Self.scheme.count) : text[...]
        guard let match = rest.prefixMatch(of: /\{([A-Za-z][A-Za-z0-9]*)\}/) else { return nil }
        let path = rest[match.range.upperBound...]
        return path.isEmpty || path.hasPrefix("/") ? String(match.1) : nil
    }

    /// Whether it begins as an address of the internet can.
    var hasOrigin: Bool { text.hasPrefix(Self.scheme) || originField != nil }

    /// Whether the origin is what somebody has entered, and no choice or default of the author's.
    /// - Parameters:
    ///   - fields: Those that are named.
    ///   - value: The value of a field, and of one that nobody has touched.
    package func isEntered(among fields: [ConfigField], _ value: (String) -> (now: String?, usual: String?)) -> Bool {
        guard let name = originField, let field = fields.first(where: { $0.name == name }) else { return false }
        let (now, usual) = value(name)
        return field.options == nil && now != usual
    }

    /// The hosts that it leads to as long as nobody enters another address: `api.acme.example`, or `*.acme.example` where a field
    /// is its first part; empty where people have to enter it.
    /// - Parameter fields: Those that are named.
    package func hosts(among fields: [ConfigField]) -> [String] {
        let named = VendorText(text).names.compactMap { name in fields.first { $0.name == name } }
        let standard = Dictionary(
            named.compactMap { field in field.defaultValue?.string.map { (field.name, $0) } }, uniquingKeysWith: { $1 })
        var hosts = [host(standard)]
        for field in named {
            for option in field.options ?? [] {
                hosts.append(host(standard.merging([field.name: option.value]) { $1 }))
            }
        }
        return Set(hosts.compactMap(\.self)).sorted()
    }

    /// - Parameter values: By field.
    private func host(_ values: [String: String]) -> String? {
        func value(_ name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }
        if let originField, value(originField) == nil { return nil }
        let filler = "1"
        let address = VendorText(text)
        guard let host = (try? WebURL(address.filled { value($0) ?? filler }))?.host else { return nil }
        let isFilled = address.names.contains { value($0) == nil } && host.hasPrefix(filler + ".")
        return isFilled ? "*" + host.dropFirst(filler.count) : host
    }
}

extension VendorList {
    /// Where its requests go.
    package var origin: NamedAddress { NamedAddress(address) }
}
