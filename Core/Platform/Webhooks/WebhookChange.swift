import Egress
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

    /// A name is held against the rules when it is sent to; an address is known now.
    private static func check(_ url: String, _ rules: EgressRules, _ problems: inout Problems) {
        let pointer = JSONPointer.root.appending("url")
        problems.check(url, FieldLimits.url, at: pointer)
        let parts: WebURL
        do throws(InvalidURL) { parts = try WebURL(url) } catch {
            return problems.add("format", error.problem, at: pointer)
        }
        if parts.hasUser || parts.hasFragment {
            problems.add("format", "must not have a user, a password or a fragment", at: pointer)
        }
        if let address = IPAddress(parts.host), !rules.allows(address) {
            problems.add(
                "address",
                "must not be an address of this machine or of a private network; the server's operator allows them with --webhook-private",
                at: pointer)
        }
    }
}
