import NodeKit

private let (getProduct, listProducts, createProduct) = ("Get Product", "List Products", "Create Product")
private let (getOrder, listOrders) = ("Get Order", "List Orders")
private let product: [OutputField] = [
    .text("id"), .text("title"), .text("status"), .text("handle"), .text("vendor"), .text("productType"),
    .list("tags", ofEach: .string), .text("price", "Of the first variant."), .text("createdAt"), .text("updatedAt"),
]
private let order: [OutputField] = [
    .text("id"), .text("name"), .text("email"), .text("status", "Of the payment."), .text("fulfillment"),
    .text("currency"),
    .text("total"), .number("itemCount"), .text("createdAt"), .text("updatedAt"),
]

private let node = NodeDefinition(
    id: "shopify", name: "Shopify", version: "1.0.0",
    description: "Read and create products of a Shopify shop, and read its orders.",
    category: "E-commerce", tags: ["shop", "products", "orders"],
    icon: NodeDefinition.icon("M6 8l12-2 1 15-14-1z M9 8c0-5 6-6 6-1"),
    docsUrl: "https://shopify.dev/docs/api/admin-graphql", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(getProduct, listProducts, createProduct, getOrder, listOrders),
        .secret("accessToken", "Access token", "SHOPIFY_ACCESS_TOKEN"),
        .text("shop", "Shop", "Such as mill, of mill.myshopify.com.", required: true),
        .text("apiVersion", "API version", default: "2026-01"),
        .text("productId", "Product", "Its id, a number or gid://….", for: [getProduct], required: true),
        .text("orderId", "Order", "Its id, a number or gid://….", for: [getOrder], required: true),
        .choice("status", "Status", ["ACTIVE", "DRAFT", "ARCHIVED"], for: [createProduct]),
        .text("title", "Title", for: [createProduct], required: true),
        .area("descriptionHtml", "Description", "In HTML.", for: [createProduct]),
        .text("vendor", "Vendor", for: [createProduct]),
        .text("productType", "Type", for: [createProduct]),
        .text("tags", "Tags", "With commas between.", for: [createProduct]),
        .text("price", "Price", for: [createProduct]),
        .text("sku", "SKU", for: [createProduct]),
        .text("query", "Search", "Such as status:active or financial_status:paid.", for: [listProducts, listOrders]),
        .limit(for: [listProducts, listOrders]),
        .text("baseUrl", "API address", "For a proxy or a test; made from the shop when empty.", format: .url),
    ],
    outputSchema: [
        .text("id"), .text("title"), .text("name"), .text("handle"), .text("vendor"), .text("productType"),
        .list("tags", ofEach: .string), .text("price"), .text("email"), .text("status"), .text("fulfillment"),
        .text("currency"),
        .text("total"), .number("itemCount"), .text("createdAt"), .text("updatedAt"), .list("products", of: product),
        .list("orders", of: order), .flag("hasMore"),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.plugin(template: PackageResources.template_ts).start(host)
}
