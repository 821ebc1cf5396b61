import JSON
import Platform

struct CreateWebhook: JSONBody {
    static let schema = Schema.body(Webhook.members, required: ["name", "url", "events"]).named("NewWebhook")

    let name: String
    let url: String
    let events: [String]
    let enabled: Bool?

    var change: WebhookChange { WebhookChange(name: name, url: url, events: events, isEnabled: enabled) }
}

struct UpdateWebhook: JSONBody {
    static let schema = Schema.body(Webhook.members).named("WebhookChange")

    let name: String?
    let url: String?
    let events: [String]?
    let enabled: Bool?

    var change: WebhookChange { WebhookChange(name: name, url: url, events: events, isEnabled: enabled) }
}

extension Webhook {
    fileprivate static let members: KeyValuePairs<String, Schema> = [
        "name": .name.note("A label that helps people to recognize the webhook."),
        "url": .webhookURL.note(
            "Where events are sent. Addresses of private networks are refused unless the server allows them; redirects "
                + "are not followed."),
        "events": Schema.webhookEvents.note("Event types."),
        "enabled": Schema.flag.usually(true).note("Whether events are sent."),
    ]
}

extension Schema {
    static let webhookURL = Schema.text(FieldLimits.url).example("https://example.com/millrace")
    static let webhookEvents = Schema.list(of: .choice(WebhookEvent.chosen.map(\.rawValue)))
        .example(["run.errored", "deployment.failed"])
}
