import Egress
import FoundationEssentials
import JSON
import Values

/// What a webhook is, or becomes; `nil` stays as it is.
package struct WebhookChange: Sendable {
    package let name: String?
    package let url: String?
    package let events: [String]?
    package let isEnabled: Bool?

    package init(name: String? = nil, url: String? = nil, events: [String]? = nil, isEnabled: Bool? = nil) {
        self.name = name
        self.url = url
        self.events = events
        self.isEnabled = isEnabled
    }

    /// - Throws: ``PlatformError/invalid(_:)``
    func check(_ rules: EgressRules) throws(PlatformError) {
        var problems = Problems()
        if let name { problems.check(name: name) }
        if let url { Self.check(url, rules, &problems) }
        if let events {
            let known = WebhookEvent.chosen.map(\.rawValue)
            if events.isEmpty || !Set(events).isSubset(of: known) {
                problems.add(
                    "value", "must be at least one of \(known.joined(separator: ", "))",
                    at: .root.appending("events"))
            }
        }
        try problems.throwIfAny()
    }

    /// In the order of the enumeration, each once.
    var eventList: String? {
        events.map { events in
            WebhookEvent.chosen.map(\.rawValue).filter(events.contains).joined(separator: " ")
        }
    }

    /// What no host has ("URL Standard", 3.2: forbidden domain code points), besides spaces and control characters.
    private static let forbidden = ##""#%/:<>?@[\]^`{|}"##

    /// - Parameter host: Without percent encoding, or an address in brackets.
    private static func isHost(_ host: String) -> Bool {
        if host.hasPrefix("["), host.hasSuffix("]") { return IPAddress(host) != nil }
        return host.unicodeScalars.allSatisfy { scalar in
            scalar.properties.generalCategory != .control && !scalar.properties.isWhitespace
                && !forbidden.unicodeScalars.contains(scalar)
        }
    }

    /// A name is held against the rules when it is sent to; an address is known now.
    private static func check(_ url: String, _ rules: EgressRules, _ problems: inout Problems) {
        let pointer = JSONPointer.root.appending("url")
        problems.check(url, FieldLimits.url, at: pointer)
        guard TextFormat.hasPort(url) else {
            return problems.add("format", "must have a port from 0 to 65535", at: pointer)
        }
        guard let parts = URLComponents(string: url), ["http", "https"].contains(parts.scheme?.lowercased() ?? ""),
            let host = parts.host, !host.isEmpty, TextFormat.isURL(url)
        else { return problems.add("format", "must be an http or https URL", at: pointer) }
        guard isHost(host) else {
            return problems.add(
                "format", "must name a host without control characters, spaces or any of \(forbidden)", at: pointer)
        }
        if parts.user != nil || parts.password != nil || parts.fragment != nil {
            problems.add("format", "must not have a user, a password or a fragment", at: pointer)
        }
        if let address = IPAddress(host), !rules.allows(address) {
            problems.add(
                "address",
                "must not be an address of this machine or of a private network; the server's operator allows them with --webhook-private",
                at: pointer)
        }
    }
}
