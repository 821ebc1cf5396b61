import FoundationEssentials
import JSON
import PluginMessages
import Values

/// A page of a vendor's list, as options.
package struct VendorListPage: Sendable {
    package let options: [ConfigField.Option]
    /// `nil` on the last page.
    package let next: String?

    /// More of one page are not shown.
    private static let most = 2_000
    /// Characters.
    private static let (longestValue, longestLabel, longestCursor) = (2_000, 300, 4_000)

    /// - Parameters:
    ///   - json: A successful response.
    ///   - header: Reads a header of the response.
    ///   - cursor: Of this page.
    /// - Returns: `nil` when the response has no such list.
    package init?(
        _ json: JSONValue, _ list: VendorList, header: (String) -> String? = { _ in nil }, cursor: String? = nil
    ) {
        guard let items = Self.items(of: json, list) else { return nil }
        options = items.prefix(Self.most).compactMap { item in
            guard let value = item.text(at: list.value), value.count <= Self.longestValue else { return nil }
            let label = item.text(at: list.label).map(ShownText.line) ?? ShownText.line(value)
            return ConfigField.Option(value, label: label == value ? nil : String(label.prefix(Self.longestLabel)))
        }
        let next = list.pages.flatMap { Self.next(json, $0, header, cursor, count: items.count) }
        // A vendor that repeats itself has no more.
        self.next = next.flatMap { $0.isEmpty || $0 == cursor || $0.count > Self.longestCursor ? nil : $0 }
    }

    private static func items(of json: JSONValue, _ list: VendorList) -> [JSONValue]? {
        let found = json.values(at: list.items)
        if found.isEmpty {
            // Of no element there is no list within.
            let outer = list.items.prefix { $0 != "*" }
            return outer.count < list.items.count && !json.values(at: String(outer)).isEmpty ? [] : nil
        }
        var items: [JSONValue] = []
        for value in found {
            switch value {
            case .array(let elements): items += elements
            case .object: items.append(value)
            case .null: continue
            default: return nil
            }
        }
        return items
    }

    private static func next(
        _ json: JSONValue, _ pages: VendorPages, _ header: (String) -> String?, _ cursor: String?, count: Int
    ) -> String? {
        switch pages.kind {
        case .cursor: return pages.from.flatMap { parameter(pages.parameter, of: json.text(at: $0)) }
        case .header:
            guard let name = pages.from, let value = header(name) else { return nil }
            return parameter(pages.parameter, of: name.lowercased() == "link" ? nextLink(in: value) : value)
        case .number: return count >= pages.size ?? Int.max ? number(cursor, or: 1, plus: 1) : nil
        case .offset: return count >= pages.size ?? Int.max ? number(cursor, or: 0, plus: count) : nil
        }
    }

    /// - Returns: `nil` after the last number that there is: cursors are what callers send.
    private static func number(_ cursor: String?, or first: Int, plus step: Int) -> String? {
        let next = (cursor.flatMap { Int($0) } ?? first).addingReportingOverflow(step)
        return next.overflow ? nil : "\(next.partialValue)"
    }

    /// Of an address its parameter of this name; of anything else the whole.
    private static func parameter(_ name: String, of text: String?) -> String? {
        guard let text, text.hasPrefix("https://") || text.hasPrefix("http://") else { return text }
        let query = text.prefix { $0 != "#" }.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0].removingPercentEncoding == name else { continue }
            return parts[1].replacing("+", with: " ").removingPercentEncoding
        }
        return nil
    }

    /// https://www.rfc-editor.org/rfc/rfc8288#section-3
    private static func nextLink(in value: String) -> String? {
        for link in value.split(separator: ",") where link.contains("rel=\"next\"") || link.contains("rel=next") {
            guard let start = link.firstIndex(of: "<"), let end = link.firstIndex(of: ">"), start < end else {
                continue
            }
            return String(link[link.index(after: start)..<end])
        }
        return nil
    }
}

extension JSONValue {
    /// The values at a place: names and indices with `/` between, `*` for every element or member.
    func values(at place: String) -> [JSONValue] {
        place.split(separator: "/").reduce([self]) { values, part in
            values.flatMap { value -> [JSONValue] in
                switch value {
                case .array(let elements):
                    if part == "*" { return elements }
                    return Int(part).flatMap { elements.indices.contains($0) ? [elements[$0]] : nil } ?? []
                case .object(let members):
                    return part == "*" ? members.map(\.value) : members[String(part)].map { [$0] } ?? []
                default: return []
                }
            }
        }
    }

    /// The first text, or number, at one of several places with `|` between.
    func text(at places: String) -> String? {
        for place in places.split(separator: "|") {
            switch values(at: String(place)).first {
            case .string(let text)? where !text.isEmpty: return text
            case .number(let number)?: return number.text
            default: continue
            }
        }
        return nil
    }
}
