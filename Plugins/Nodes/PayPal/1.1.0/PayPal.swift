import NodeKit

private let (create, capture) = ("Create Order", "Capture Order")
private let (get, refund) = ("Get Order", "Refund Capture")

private let node = NodeDefinition(
    id: "paypal", name: "PayPal", version: "1.1.0",
    description: "Create, capture and read orders in PayPal, and refund captures.",
    category: "Payments", tags: ["payment", "order", "refund"],
    icon: NodeDefinition.icon("M8 4h6a5 5 0 0 1 0 10h-4l-1 6H5z M10 8h3"),
    docsUrl: "https://developer.paypal.com/docs/api/orders/v2/", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(create, capture, get, refund),
        .secret("clientId", "Client id", "PAYPAL_CLIENT_ID"),
        .secret("clientSecret", "Client secret", "PAYPAL_CLIENT_SECRET"),
        .flag("sandbox", "Sandbox", default: false),
        .text("orderId", "Order", "Its id.", for: [capture, get], required: true),
        .choice("intent", "Intent", ["CAPTURE", "AUTHORIZE"], for: [create], default: "CAPTURE"),
        .text("amount", "Amount", "Such as 12.50.", for: [create], required: true),
        .text("currency", "Currency", "Three letters.", for: [create], required: true),
        .text("description", "Description", for: [create], maxLength: 127),
        .text("referenceId", "Your number", for: [create]),
        .text("returnUrl", "Back to, when approved", for: [create], format: .url),
        .text("cancelUrl", "Back to, when not", for: [create], format: .url),
        .text("captureId", "Capture", "Its id.", for: [refund], required: true),
        .text("refundAmount", "Amount to refund", "All of it when empty.", for: [refund]),
        .text("refundCurrency", "Its currency", for: [refund]),
        .text("note", "Note to the payer", for: [refund], maxLength: 255),
        .text("baseUrl", "API address", "For a proxy or a test; PayPal's when empty.", format: .url),
        .retryWrites(for: []),
    ],
    outputSchema: [
        .text("id", always: true), .text("status", always: true), .text("amount"), .text("currency"),
        .text("approveUrl", "Where the payer approves an order."), .text("captureId"), .text("payerEmail"),
        .text("createdAt"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: true, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest(connection: ["sandbox"]).plugin(template: PackageResources.template_ts).start(host)
}
