import NodeKit

private let (orders, order, customers) = ("List Orders", "Get Order", "List Customers")
private let (customer, subscriptions) = ("Get Customer", "List Subscriptions")
private let record: [OutputField] = [
    .text("id"), .text("type", "orders, customers or subscriptions."), .text("status"), .text("name"), .text("email"),
    .text("currency"), .number("total", "Of an order, in cents."), .text("productName"), .number("storeId"),
    .text("renewsAt", "Of a subscription."), .text("createdAt"),
]

private let node = NodeDefinition(
    id: "lemon-squeezy", name: "Lemon Squeezy", version: "1.0.0",
    description: "Read orders, customers and subscriptions of a Lemon Squeezy store.",
    category: "Payments", tags: ["orders", "subscriptions"],
    icon: NodeDefinition.icon("M5 8h14l-1 12H6z M9 8a3 3 0 0 1 6 0"),
    docsUrl: "https://docs.lemonsqueezy.com/api", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(orders, order, customers, customer, subscriptions),
        .secret("apiKey", "API key", "LEMONSQUEEZY_API_KEY"),
        .text("orderId", "Order", "Its id.", for: [order], required: true),
        .text("customerId", "Customer", "Its id.", for: [customer], required: true),
        .text("storeId", "Store", "Only what belongs to it.", for: [orders, customers, subscriptions]),
        .text("email", "Email", "Only what belongs to it.", for: [orders, customers, subscriptions], format: .email),
        .text("status", "Status", "Only subscriptions in it.", for: [subscriptions]),
        .limit(for: [orders, customers, subscriptions]),
        .baseUrl("https://api.lemonsqueezy.com"),
    ],
    outputSchema: [
        .text("id"), .text("type"), .text("status"), .text("name"), .text("email"), .text("currency"), .number("total"),
        .text("productName"), .number("storeId"), .text("renewsAt"), .text("createdAt"), .list("items", of: record),
        .flag("hasMore"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: true, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
