import Hummingbird
import JSON
import Platform
import Storage

/// `/webhooks`: addresses that are told of what happens in a project, and what was sent to them.
struct WebhookController {
    let webhooks: Webhooks

    private static let notes =
        "Events are sent as `POST` requests with a JSON body, signed with the webhook's secret: the documentation's page "
        + "Webhooks has the headers, the body and how to verify them."

    private static let limit = ErrorSpec.conflict("The project has \(Webhooks.most) webhooks.")

    var endpoints: [Endpoint<APIContext>] {
        [
            .list(
                "webhooks", "List webhooks", notes: "Lists the webhooks of the project, newest first.", isNamed: true,
                of: Webhook.shape, use: webhooks.list),
            .post(
                "webhooks", .write, "Create a webhook",
                notes: "\(Self.notes) The response contains the secret, which is shown only once.",
                body: CreateWebhook.self, returns: .created(NewWebhook.shape) { "/api/webhooks/\($0.webhook.id)" },
                errors: [Self.limit]
            ) { body, _, context in
                try await webhooks.create(context.caller, body.change)
            }.showingOnce("secret"),
            .get(
                "webhooks/:webhookId", "Get a webhook", notes: "Returns the webhook without its secret.",
                of: Webhook.shape, use: webhooks.get),
            .patch(
                "webhooks/:webhookId", "Change a webhook",
                notes:
                    "Omitted members are unchanged. Disabling discards pending deliveries; enabling resets the record "
                    + "of failures.", body: UpdateWebhook.self, returns: .ok(Webhook.shape)
            ) { body, _, context in
                try await webhooks.update(context.caller, context.id("webhookId"), body.change)
            },
            .delete(
                "webhooks/:webhookId", "Delete a webhook", notes: "Also deletes the log of its deliveries.",
                use: webhooks.delete),
            .post(
                "webhooks/:webhookId/rotate-secret", .write, "Rotate the secret of a webhook",
                notes:
                    "For a day requests are signed with both secrets, so that receivers can be updated in the "
                    + "meantime. The response contains the new one, which is shown only once.",
                returns: .ok(NewWebhook.shape)
            ) { _, context in
                try await webhooks.rotate(context.caller, context.id("webhookId"))
            }.showingOnce("secret"),
            .post(
                "webhooks/:webhookId/ping", .write, "Ping a webhook",
                notes: "Sends the event `ping`, once, also to a webhook that is disabled. Follow it in the deliveries.",
                returns: .accepted(WebhookDelivery.shape)
            ) { _, context in
                try await webhooks.ping(context.caller, context.id("webhookId"))
            },
            .get(
                "webhooks/:webhookId/deliveries", "List deliveries of a webhook",
                notes: "Lists sent and pending deliveries of the last 30 days, newest first.",
                query: .page + [Parameter("status", "Filter by status.", .choice(of: WebhookDelivery.Status.self))],
                returns: .page(of: WebhookDelivery.shape)
            ) { request, context in
                try await webhooks.deliveries(
                    context.caller, of: context.id("webhookId"), request.page, status: request.query("status"))
            },
            .get(
                "webhooks/:webhookId/deliveries/:deliveryId", "Get a delivery of a webhook",
                notes: "Returns the current state of the delivery.", returns: .ok(WebhookDelivery.shape)
            ) { _, context in
                try await webhooks.delivery(
                    context.caller, of: context.id("webhookId"), context.id("deliveryId"))
            },
            .post(
                "webhooks/:webhookId/deliveries/:deliveryId/redeliver", .write, "Redeliver an event",
                notes: "Sends the event again in a new delivery, with the same event id and body.",
                returns: .accepted(WebhookDelivery.shape), errors: [.conflict("The webhook is disabled.")]
            ) { _, context in
                try await webhooks.redeliver(
                    context.caller, of: context.id("webhookId"), context.id("deliveryId"))
            },
        ]
    }
}
