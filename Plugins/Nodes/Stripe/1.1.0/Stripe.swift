import NodeKit

private let (createIntent, getIntent) = ("Create Payment Intent", "Retrieve Payment Intent")
private let (createCustomer, getCustomer) = ("Create Customer", "Retrieve Customer")
private let (charge, refund) = ("Create Charge", "Create Refund")

private let (updateCustomer, capture, cancel) = ("Update Customer", "Capture Payment Intent", "Cancel Payment Intent")
private let (checkout, link, product) = ("Create Checkout Session", "Create Payment Link", "Create Product")
private let (price, subscribe, unsubscribe) = ("Create Price", "Create Subscription", "Cancel Subscription")
private let (invoice, finalize, customers) = ("Create Invoice", "Finalize Invoice", "List Customers")
private let (intents, charges, subscriptions) = ("List Payment Intents", "List Charges", "List Subscriptions")
private let (invoices, prices) = ("List Invoices", "List Prices")
private let node = NodeDefinition(
    id: "stripe", name: "Stripe", version: "1.1.0",
    description: "Payments, customers, subscriptions, invoices, products and checkouts of Stripe.",
    category: "Payments", tags: ["payment", "charge", "customer"],
    icon: NodeDefinition.icon("M3 6h18v12H3z M3 10h18 M7 15h4"),
    docsUrl: "https://docs.stripe.com/api", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(
            createIntent, getIntent, createCustomer, getCustomer, charge, refund, updateCustomer, capture, cancel,
            checkout, link, product, price, subscribe, unsubscribe, invoice, finalize, customers, intents, charges,
            subscriptions, invoices, prices),
        .secret("secretKey", "Secret key", "STRIPE_SECRET_KEY"),
        .number(
            "amount", "Amount", "In the smallest unit of the currency.", for: [createIntent, charge, price, capture],
            min: 0
        ).required(for: [createIntent, charge, price]),
        .text(
            "currency", "Currency", "Three letters, such as eur.", for: [createIntent, charge, price], required: true),
        .text(
            "customer", "Customer", "Its id.",
            for: [createIntent, charge, checkout, subscribe, invoice, intents, charges, subscriptions, invoices]),
        .text("paymentMethod", "Payment method", for: [createIntent]),
        .flag("confirm", "Confirm at once", for: [createIntent]),
        .text("source", "Source", "The token of a card.", for: [charge]),
        .text(
            "paymentIntentId", "Payment intent", "Payment intent id; a refund needs this or a charge.",
            for: [getIntent, refund, capture, cancel]),
        .text("chargeId", "Charge", "Its id.", for: [refund]),
        .number("refundAmount", "Amount to refund", "All of it when empty.", for: [refund], min: 1),
        .choice("reason", "Reason", ["duplicate", "fraudulent", "requested_by_customer"], for: [refund]),
        .text("customerId", "Customer", for: [getCustomer, updateCustomer], required: true),
        .text("email", "Email", for: [createCustomer, updateCustomer, checkout, customers], format: .email),
        .text("name", "Name", for: [createCustomer, updateCustomer, product]),
        .text("phone", "Phone", for: [createCustomer, updateCustomer]),
        .text(
            "description", "Description", for: [createIntent, createCustomer, updateCustomer, charge, product, invoice]),
        .json(
            "metadata", "Metadata", "An object of texts.",
            for: [
                createIntent, createCustomer, updateCustomer, charge, refund, checkout, link, product, price, subscribe,
                invoice,
            ]),
        .baseUrl("https://api.stripe.com"),
        .choice("captureMethod", "Capture", ["automatic", "manual"], for: [createIntent]),
        .choice("mode", "Mode", ["payment", "subscription", "setup"], for: [checkout], default: "payment"),
        .text("successUrl", "Back to, when paid", for: [checkout], required: true, format: .url),
        .text("cancelUrl", "Back to, when not", for: [checkout], format: .url),
        .text("priceId", "Price", "Its id; this or items.", for: [checkout, link, subscribe]),
        .number("quantity", "Quantity", for: [checkout, link, subscribe], default: 1, min: 1),
        .json(
            "items", "Items", "A list of {price, quantity}, in place of one price.", for: [checkout, link, subscribe]),
        .text("productId", "Product", "Its id.", for: [price], required: true),
        .choice("interval", "Repeats each", ["day", "week", "month", "year"], for: [price]),
        .number("trialDays", "Trial", "In days.", for: [subscribe], min: 1),
        .text("subscriptionId", "Subscription", "Its id.", for: [unsubscribe], required: true),
        .text("invoiceId", "Invoice", "Its id.", for: [finalize], required: true),
        .flag("autoAdvance", "Collect by itself", for: [invoice]),
        .text(
            "query", "Search", "In Stripe's search language, such as email:'ada@mill.example'.",
            for: [customers, intents, charges, subscriptions, invoices, prices]),
        .text("status", "Status", "Such as active or open.", for: [subscriptions, invoices]),
        .limit(for: [customers, intents, charges, subscriptions, invoices, prices]),
        .retryWrites(for: []),
    ],
    outputSchema: [
        .text("id", always: true),
        .text("object", "What it is: payment_intent, customer, charge, refund.", always: true),
        .text("status"), .number("amount"), .text("currency"), .text("customer", "The customer's id."),
        .text("clientSecret", "Of a payment intent, for the browser of who pays."), .text("paymentIntent"),
        .text("charge"),
        .text("email"), .text("name"), .text("receiptUrl"), .number("created", "Seconds since 1970."),
        .flag("livemode"),
        .text("url", "Where to pay."), .list("items", "In Stripe's form."), .flag("hasMore"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: true, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest(encoding: .form).plugin(template: PackageResources.template_ts).start(host)
}
