import FoundationEssentials
import Glibc

/// An http or https URL that somebody enters, as the HTTP clients read it.
package struct WebURL: Sendable, Hashable {
    /// `http` or `https`.
    package let scheme: String
    /// In lower case; an IPv6 address without brackets.
    package let host: String
    package let port: Int?
    /// With `/` at the beginning, unless it is empty.
    package let path: String
    package let hasUser: Bool
    package let hasQuery: Bool
    package let hasFragment: Bool
    /// Whether the host is an IPv6 address.
    package let isIPv6: Bool

    /// What no host has ("URL Standard", 3.2: forbidden domain code points), besides spaces and control characters.
    package static let forbidden = ##""#%/:<>?@[\]^`{|}"##

    /// - Throws: ``InvalidURL``, which says what the text must be.
    package init(_ text: String) throws(InvalidURL) {
        let noURL = InvalidURL(problem: "must be an http or https URL")
        guard let colon = text.firstRange(of: "://") else { throw noURL }
        scheme = text[..<colon.lowerBound].lowercased()
        guard ["http", "https"].contains(scheme) else { throw noURL }
        guard !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7f }) else {
            throw InvalidURL(
                problem: "must be an http or https URL without spaces and control characters; a space is written %20")
        }
        let rest = text[colon.upperBound...]
        let authority = rest.prefix { !"/?#".contains($0) }
        let after = rest[authority.endIndex...]
        path = String(after.prefix { !"?#".contains($0) })
        hasFragment = after.contains("#")
        hasQuery = after.prefix { $0 != "#" }.contains("?")
        let at = authority.lastIndex(of: "@")
        hasUser = at != nil
        let place = at.map { authority[authority.index(after: $0)...] } ?? authority
        let noHost = InvalidURL(
            problem: "must name a host without control characters, spaces or any of \(Self.forbidden)")
        if place.hasPrefix("[") {
            guard let end = place.firstIndex(of: "]"), Self.isIPv6(place[place.index(after: place.startIndex)..<end])
            else { throw noHost }
            host = place[place.index(after: place.startIndex)..<end].lowercased()
            isIPv6 = true
            port = try Self.port(place[place.index(after: end)...], or: noHost)
        } else {
            let name = place.prefix { $0 != ":" }
            guard !name.isEmpty else { throw noURL }
            guard name.unicodeScalars.allSatisfy(Self.isOfHost) else { throw noHost }
            host = name.lowercased()
            isIPv6 = false
            port = try Self.port(place[name.endIndex...], or: noHost)
        }
        // The clients read it once more: what they read otherwise is none.
        guard let read = URL(string: text), let other = read.host(percentEncoded: false)?.lowercased() else {
            throw noURL
        }
        guard read.port.map(Self.ports.contains) ?? true else { throw .port }
        let known = [host, "[\(host)]"].contains(other) || !host.utf8.allSatisfy { $0 < 0x80 }
        guard known, read.port == port else { throw noHost }
    }

    private static let ports = 0...65_535

    /// - Parameter text: After the host: nothing, or a colon and maybe digits.
    private static func port(_ text: Substring, or noHost: InvalidURL) throws(InvalidURL) -> Int? {
        guard let colon = text.first else { return nil }
        let digits = text.dropFirst()
        guard colon == ":" else { throw noHost }
        guard !digits.isEmpty else { return nil }
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(digits), ports.contains(port)
        else { throw .port }
        return port
    }

    private static func isIPv6(_ text: Substring) -> Bool {
        var address = in6_addr()
        return inet_pton(AF_INET6, String(text), &address) == 1
    }

    private static func isOfHost(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory != .control && !scalar.properties.isWhitespace
            && !forbidden.unicodeScalars.contains(scalar)
    }
}
