import NodeKit

private let (transactions, transaction) = ("List Transactions", "Get Transaction")
private let (subscriptions, customer, products) = ("List Subscriptions", "Get Customer", "List Products")
private let record: [OutputField] = [
    .text("id"), .text("status"), .text("name"), .text("email"), .text("description"), .text("customerId"),
    .text("subscriptionId"), .text("currency"), .text("total", "In the smallest unit."), .text("nextBilledAt"),
    .text("createdAt"), .text("updatedAt"),
]

private let (subscription, cancel, refund) = ("Get Subscription", "Cancel Subscription", "Refund Transaction")
private let createCustomer = "Create Customer"
private let node = NodeDefinition(
    id: "paddle", name: "Paddle", version: "1.1.0",
    description: "Transactions, refunds, subscriptions, customers and products of Paddle.",
    category: "Payments", tags: ["billing", "subscriptions"],
    icon: NodeDefinition.icon("M5 20V6a4 4 0 0 1 4-2h4a5 5 0 0 1 0 10H9"),
    docsUrl: "https://developer.paddle.com/api-reference/overview", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(
            transactions, transaction, subscriptions, customer, products, subscription, cancel, refund, createCustomer),
        .secret("apiKey", "API key", "PADDLE_API_KEY"),
        .text("transactionId", "Transaction", "Its id: txn_….", for: [transaction, refund], required: true),
        .text("customerId", "Customer", "Its id: ctm_….", for: [customer], required: true),
        .text("ofCustomer", "Of the customer", "Its id.", for: [transactions, subscriptions]),
        .text("status", "Status", "One or more, with commas between.", for: [transactions, subscriptions, products]),
        .limit(for: [transactions, subscriptions, products]),
        .flag("sandbox", "Sandbox", default: false),
        .text("baseUrl", "API address", "For a proxy or a test; Paddle's when empty.", format: .url),
        .text("subscriptionId", "Subscription", "Its id: sub_….", for: [subscription, cancel], required: true),
        .choice(
            "effectiveFrom", "From", ["next_billing_period", "immediately"], for: [cancel],
            default: "next_billing_period"),
        .text("reason", "Reason", for: [refund], required: true),
        .json("items", "Items", "A list of {item_id, type, amount}; all when empty.", for: [refund]),
        .text("email", "Email", for: [createCustomer], required: true, format: .email),
        .text("name", "Name", for: [createCustomer]),
        .retryWrites(for: [refund, createCustomer]),
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
    node.withRequest(connection: ["sandbox"]).plugin(template: PackageResources.template_ts).start(host)
}
