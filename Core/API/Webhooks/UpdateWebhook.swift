import Platform

struct UpdateWebhook: JSONBody {
    static let schema = Schema.body(Webhook.members).named("WebhookChange")

    let name: String?
    let url: String?
    let events: [String]?
    let enabled: Bool?

    var change: WebhookChange { WebhookChange(name: name, url: url, events: events, isEnabled: enabled) }
}
