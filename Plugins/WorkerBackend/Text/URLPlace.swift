import PluginMessages

/// Where in a URL, behind its origin, a part of its text is.
enum URLPlace {
    case path
    /// And the fragment.
    case query

    mutating func pass(_ text: String) {
        if self == .path, text.contains(where: { "?#".contains($0) }) { self = .query }
    }

    /// The scheme, host and port, or the expression that holds them, and what is behind.
    static func split(_ parts: [TextPart]) -> (origin: [TextPart], rest: [TextPart]) {
        for (index, part) in parts.enumerated() {
            guard case .text(let raw) = part else { continue }
            var rest = raw[...]
            if let scheme = rest.firstRange(of: "://") { rest = rest[scheme.upperBound...] }
            guard let end = rest.firstIndex(where: { "/?#".contains($0) }) else { continue }
            var origin = Array(parts[..<index])
            if end > raw.startIndex { origin.append(.text(String(raw[..<end]))) }
            return (origin, [.text(String(raw[end...]))] + parts[(index + 1)...])
        }
        return (parts, [])
    }
}
