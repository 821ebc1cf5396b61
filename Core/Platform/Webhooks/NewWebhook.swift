/// A webhook whose secret was just made.
package struct NewWebhook: Sendable {
    package let webhook: Webhook
    /// Nothing shows it again.
    package let secret: String
}
