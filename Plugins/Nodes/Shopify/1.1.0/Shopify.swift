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

private let (updateProduct, deleteProduct, customers) = ("Update Product", "Delete Product", "List Customers")
private let (createCustomer, draft, cancel) = ("Create Customer", "Create Draft Order", "Cancel Order")
private let metafield = "Set Metafield"
private let customer: [OutputField] = [
    .text("id"), .text("firstName"), .text("lastName"), .text("email"), .text("phone"), .text("orders"),
    .text("createdAt"),
]
private let node = NodeDefinition(
    id: "shopify", name: "Shopify", version: "1.1.0",
    description: "Products, orders, customers, draft orders and metafields of a Shopify shop.",
    category: "E-commerce", tags: ["shop", "products", "orders"],
    icon: NodeDefinition.icon("M6 8l12-2 1 15-14-1z M9 8c0-5 6-6 6-1"),
    docsUrl: "https://shopify.dev/docs/api/admin-graphql", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(
            getProduct, listProducts, createProduct, getOrder, listOrders, updateProduct, deleteProduct, customers,
            createCustomer, draft, cancel, metafield),
        .secret("accessToken", "Access token", "SHOPIFY_ACCESS_TOKEN"),
        .text("shop", "Shop", "Such as mill, of mill.myshopify.com.", required: true),
        .text("apiVersion", "API version", default: "2026-01"),
        .text(
            "productId", "Product", "Its id, a number or gid://….", for: [getProduct, updateProduct, deleteProduct],
            required: true),
        .text("orderId", "Order", "Its id, a number or gid://….", for: [getOrder, cancel], required: true),
        .choice("status", "Status", ["ACTIVE", "DRAFT", "ARCHIVED"], for: [createProduct, updateProduct]),
        .text("title", "Title", for: [createProduct, updateProduct]).required(for: [createProduct]),
        .area("descriptionHtml", "Description", "In HTML.", for: [createProduct, updateProduct]),
        .text("vendor", "Vendor", for: [createProduct, updateProduct]),
        .text("productType", "Type", for: [createProduct, updateProduct]),
        .text(
            "tags", "Tags", "With commas between.",
            for: [createProduct, updateProduct, createCustomer, draft]),
        .text("price", "Price", for: [createProduct]),
        .text("sku", "SKU", for: [createProduct]),
        .text(
            "query", "Search", "Such as status:active or financial_status:paid.",
            for: [listProducts, listOrders, customers]),
        .limit(for: [listProducts, listOrders, customers]),
        .text("baseUrl", "API address", "For a proxy or a test; made from the shop when empty.", format: .url),
        .text("email", "Email", for: [createCustomer, draft], format: .email),
        .text("firstName", "First name", for: [createCustomer]),
        .text("lastName", "Last name", for: [createCustomer]),
        .text("phone", "Phone", for: [createCustomer]),
        .json("lineItems", "Items", "A list of {variantId, quantity}.", for: [draft], required: true),
        .text("note", "Note", for: [draft]),
        .choice(
            "reason", "Reason", ["CUSTOMER", "DECLINED", "FRAUD", "INVENTORY", "STAFF", "OTHER"], for: [cancel],
            default: "OTHER"),
        .flag("refund", "Refund", for: [cancel], default: false),
        .flag("restock", "Restock", for: [cancel], default: true),
        .text("ownerId", "Owner", "gid://….", for: [metafield], required: true),
        .text("namespace", "Namespace", for: [metafield], default: "custom"),
        .text("metafieldKey", "Key", for: [metafield], required: true),
        .text("metafieldType", "Type", for: [metafield], default: "single_line_text_field"),
        .text("metafieldValue", "Value", for: [metafield], required: true),
        .retryWrites(for: [createProduct, createCustomer, draft, cancel]),
    ],
    outputSchema: [
        .text("id"), .text("title"), .text("name"), .text("handle"), .text("vendor"), .text("productType"),
        .list("tags", ofEach: .string), .text("price"), .text("email"), .text("status"), .text("fulfillment"),
        .text("currency"),
        .text("total"), .number("itemCount"), .text("createdAt"), .text("updatedAt"), .list("products", of: product),
        .list("orders", of: order), .flag("hasMore"),
        .flag("deleted"), .text("url", "Of a draft order's invoice."), .object("customer", of: customer),
        .list("customers", of: customer),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: false, streaming: false))

/// "Client credentials grant" of Shopify's documentation: tokens of a day.
private let accounts = [
    CredentialType(
        id: "shopify", name: "Shopify", description: "An app of the shop's organization.", flow: .clientCredentials,
        settings: [
            "tokenUrl": "https://{shop}.myshopify.com/admin/oauth/access_token", "clientAuthentication": "body",
            "scope": "", "audience": "",
        ],
        docsUrl:
            "https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/client-credentials-grant",
        fields: [
            ConfigField(
                "shop", .string, label: "Shop", description: "Such as mill, of mill.myshopify.com.", required: true,
                validation: .init(pattern: "[A-Za-z0-9][A-Za-z0-9-]*"))
        ])
]

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest(connection: ["shop"]).plugin(template: PackageResources.template_ts, credentialTypes: accounts)
        .start(host)
}
