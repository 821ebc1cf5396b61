/// How webhooks are told of events.
package struct WebhookSettings: Sendable {
    /// Whether addresses of this machine and of private networks are allowed.
    package var allowsPrivate: Bool
    /// Between one try of a delivery and the next; after the last it is given up.
    package var waits: [Duration]
    /// Of one try, from the connection to the status of the response.
    package var timeout: Duration
    /// A webhook to which nothing could be delivered for so long is disabled.
    package var patience: Duration

    /// Eight tries within a day.
    package static let waits: [Duration] = [10, 60, 300, 1800, 7200, 21_600, 43_200].map { .seconds($0) }

    package init(
        allowsPrivate: Bool = false, waits: [Duration] = waits, timeout: Duration = .seconds(10),
        patience: Duration = .seconds(3 * 86_400)
    ) {
        self.allowsPrivate = allowsPrivate
        self.waits = waits
        self.timeout = timeout
        self.patience = patience
    }
}
