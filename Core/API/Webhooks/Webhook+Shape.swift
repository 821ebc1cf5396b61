import JSON
import Platform

extension Webhook {
    static let shape = Shape<Webhook>("Webhook") {
        Member("id", .id, \.id, "Identifies the webhook in paths of this API.")
        Member("projectId", .id, \.project, "The project whose events are sent.")
        Member("name", .text(.name), \.name, "A label that helps people to recognize the webhook.")
        Member("url", .text(.webhookURL), \.url, "Where events are sent.")
        Member("events", .json(.webhookEvents), { .array($0.events.map { .string($0.rawValue) }) }, "Event types.")
        Member("enabled", .flag, \.isEnabled, "Whether events are sent.")
        Member(
            "disabledReason", .text.example(.null), nullable: \.disabledReason,
            "Why the server disabled the webhook; `null` if it did not.")
        Member(
            "failingSince", .time.example(.null), nullable: \.failingSince,
            "When the current series of failed attempts began; `null` after a success. After three days the webhook is disabled."
        )
        Member(
            "droppedEvents", .whole(0...Int.max).example(0), \.dropped,
            "Events that were not sent, because 10,000 were waiting.")
        Member("createdAt", .time, \.createdAt, "When the webhook was created.")
        Member("updatedAt", .time, \.updatedAt, "When the webhook last changed.")
    }
}

extension NewWebhook {
    static let shape = Shape<NewWebhook>("MadeWebhook") {
        Webhook.shape.members(of: \.webhook)
        Member(
            "secret", .text.example("whsec_…"), nullable: { $0.secret },
            "The secret that requests are signed with; shown only once: `null` in the response to a retry with the same "
                + "`Idempotency-Key`.")
    }
}

extension WebhookDelivery {
    static let shape = Shape<WebhookDelivery>("WebhookDelivery") {
        Member("id", .id, \.id, "Identifies the delivery; the header `Millrace-Delivery-Id` of its requests.")
        Member("webhookId", .id, \.webhook, "The webhook.")
        Member(
            "eventId", .text(.id), \.eventID,
            "Identifies the event, in all deliveries of it; the header `Millrace-Event-Id`.")
        Member("event", .text.example("run.complete"), \.event, "The event type; the header `Millrace-Event`.")
        Member("body", .json(.map()), { try JSONValue(parsing: $0.body) }, "The request body.")
        Member("status", .choice, \.status, "`failed`: all attempts have failed, or the webhook was disabled.")
        Member("attempts", .whole(0...Int.max).example(1), \.attempts, "The number of attempts.")
        Member(
            "nextAttemptAt", .time.example(.null), nullable: \.nextAttemptAt,
            "The earliest time of the next attempt; `null` once the delivery has succeeded or failed.")
        Member(
            "responseStatus", .whole(0...999).example(200), nullable: \.responseStatus,
            "The status of the last response; `null` without one.")
        Member("error", .text.example(.null), nullable: \.error, "Why the last attempt failed; `null` if it did not.")
        Member("createdAt", .time, \.createdAt, "When the event happened, or was sent again.")
        Member("updatedAt", .time, \.updatedAt, "When the delivery was last attempted.")
    }
}

extension Webhook {
    static let members: KeyValuePairs<String, Schema> = [
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
