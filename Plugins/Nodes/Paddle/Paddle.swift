import NodeKit

private let (transactions, transaction) = ("List Transactions", "Get Transaction")
private let (subscriptions, customer, products) = ("List Subscriptions", "Get Customer", "List Products")
private let record: [OutputField] = [
    .text("id"), .text("status"), .text("name"), .text("email"), .text("description"), .text("customerId"),
    .text("subscriptionId"), .text("currency"), .text("total", "In the smallest unit."), .text("nextBilledAt"),
    .text("createdAt"), .text("updatedAt"),
]

private let node = NodeDefinition(
    id: "paddle", name: "Paddle", version: "1.0.0",
    description: "Read transactions, subscriptions, customers and products of Paddle.",
    category: "Payments", tags: ["billing", "subscriptions"],
    icon: NodeDefinition.icon("M5 20V6a4 4 0 0 1 4-2h4a5 5 0 0 1 0 10H9"),
    docsUrl: "https://developer.paddle.com/api-reference/overview", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(transactions, transaction, subscriptions, customer, products),
        .secret("apiKey", "API key", "PADDLE_API_KEY"),
        .text("transactionId", "Transaction", "Its id: txn_….", for: [transaction], required: true),
        .text("customerId", "Customer", "Its id: ctm_….", for: [customer], required: true),
        .text("ofCustomer", "Of the customer", "Its id.", for: [transactions, subscriptions]),
        .text("status", "Status", "One or more, with commas between.", for: [transactions, subscriptions, products]),
        .limit(for: [transactions, subscriptions, products]),
        .flag("sandbox", "Sandbox", default: false),
        .text("baseUrl", "API address", "For a proxy or a test; Paddle's when empty.", format: .url),
    ],
    outputSchema: [
        .text("id"), .text("status"), .text("name"), .text("email"), .text("description"), .text("customerId"),
        .text("subscriptionId"), .text("currency"), .text("total", "In the smallest unit."), .text("nextBilledAt"),
        .text("createdAt"), .text("updatedAt"), .list("items", of: record), .flag("hasMore"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: true, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
