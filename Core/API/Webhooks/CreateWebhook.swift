import Platform

struct CreateWebhook: JSONBody {
    static let schema = Schema.body(Webhook.members, required: ["name", "url", "events"]).named("NewWebhook")

    let name: String
    let url: String
    let events: [String]
    let enabled: Bool?

    var change: WebhookChange { WebhookChange(name: name, url: url, events: events, isEnabled: enabled) }
}
