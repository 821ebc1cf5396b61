import NodeKit

private let (createIntent, getIntent) = ("Create Payment Intent", "Retrieve Payment Intent")
private let (createCustomer, getCustomer) = ("Create Customer", "Retrieve Customer")
private let (charge, refund) = ("Create Charge", "Create Refund")

private let node = NodeDefinition(
    id: "stripe", name: "Stripe", version: "1.0.0",
    description: "Take payments, refund them and keep customers in Stripe.",
    category: "Payments", tags: ["payment", "charge", "customer"],
    icon: NodeDefinition.icon("M3 6h18v12H3z M3 10h18 M7 15h4"),
    docsUrl: "https://docs.stripe.com/api", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(createIntent, getIntent, createCustomer, getCustomer, charge, refund),
        .secret("secretKey", "Secret key", "STRIPE_SECRET_KEY"),
        .number(
            "amount", "Amount", "In the smallest unit of the currency.", for: [createIntent, charge], required: true,
            min: 0),
        .text("currency", "Currency", "Three letters, such as eur.", for: [createIntent, charge], required: true),
        .text("customer", "Customer", "Its id.", for: [createIntent, charge]),
        .text("paymentMethod", "Payment method", for: [createIntent]),
        .flag("confirm", "Confirm at once", for: [createIntent]),
        .text("source", "Source", "The token of a card.", for: [charge]),
        .text(
            "paymentIntentId", "Payment intent", "Payment intent id; a refund needs this or a charge.",
            for: [getIntent, refund]),
        .text("chargeId", "Charge", "Its id.", for: [refund]),
        .number("refundAmount", "Amount to refund", "All of it when empty.", for: [refund], min: 1),
        .choice("reason", "Reason", ["duplicate", "fraudulent", "requested_by_customer"], for: [refund]),
        .text("customerId", "Customer", for: [getCustomer], required: true),
        .text("email", "Email", for: [createCustomer], format: .email),
        .text("name", "Name", for: [createCustomer]),
        .text("phone", "Phone", for: [createCustomer]),
        .text("description", "Description", for: [createIntent, createCustomer, charge]),
        .json("metadata", "Metadata", "An object of texts.", for: [createIntent, createCustomer, charge, refund]),
        .baseUrl("https://api.stripe.com"),
    ],
    outputSchema: [
        .text("id", always: true),
        .text("object", "What it is: payment_intent, customer, charge, refund.", always: true),
        .text("status"), .number("amount"), .text("currency"), .text("customer", "The customer's id."),
        .text("clientSecret", "Of a payment intent, for the browser of who pays."), .text("paymentIntent"),
        .text("charge"),
        .text("email"), .text("name"), .text("receiptUrl"), .number("created", "Seconds since 1970."),
        .flag("livemode"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: true, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
