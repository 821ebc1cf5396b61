// Shopify GraphQL Admin API (the REST one is a legacy): https://shopify.dev/docs/api/admin-graphql/latest/queries/product, …/orders,
// …/mutations/productCreate, …/mutations/productVariantsBulkUpdate, limits: https://shopify.dev/docs/api/usage/limits
import {
  collect,
  filled,
  limitOf,
  list,
  malformed,
  NodeError,
  path,
  rawRequest,
  repeatsWrites,
  request,
  required,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

const productFields = `id title status handle vendor productType tags createdAt updatedAt
  variants(first: 1) { nodes { id price } }`;
const orderFields = `id name email displayFinancialStatus displayFulfillmentStatus currentSubtotalLineItemsQuantity
  createdAt updatedAt currentTotalPriceSet { shopMoney { amount currencyCode } }`;
const none = {
  id: null,
  title: null,
  name: null,
  handle: null,
  vendor: null,
  productType: null,
  tags: null,
  price: null,
  email: null,
  status: null,
  fulfillment: null,
  currency: null,
  total: null,
  itemCount: null,
  createdAt: null,
  updatedAt: null,
  products: null,
  orders: null,
  hasMore: null,
};

function productOf(product: any) {
  const { id, title, status, handle, vendor, productType, tags, createdAt, updatedAt } = product;
  return {
    id,
    title: title ?? null,
    status: status ?? null,
    handle: handle ?? null,
    vendor: vendor ?? null,
    productType: productType ?? null,
    tags: tags ?? [],
    price: product.variants?.nodes?.[0]?.price ?? null,
    createdAt: createdAt ?? null,
    updatedAt: updatedAt ?? null,
  };
}

function orderOf(order: any) {
  const total = order.currentTotalPriceSet?.shopMoney;
  return {
    id: order.id,
    name: order.name ?? null,
    email: order.email ?? null,
    status: order.displayFinancialStatus ?? null,
    fulfillment: order.displayFulfillmentStatus ?? null,
    currency: total?.currencyCode ?? null,
    total: total?.amount ?? null,
    itemCount: order.currentSubtotalLineItemsQuantity ?? null,
    createdAt: order.createdAt ?? null,
    updatedAt: order.updatedAt ?? null,
  };
}

/** `{errors: "…"}`, or a list of `{message, extensions}`. */
function failure({ errors }: any) {
  if (!Array.isArray(errors)) return { message: typeof errors === "string" ? errors : undefined };
  const code = errors[0]?.extensions?.code;
  const passes = code === "THROTTLED" || code === "INTERNAL_SERVER_ERROR";
  return { code, message: errors[0]?.message, retryable: passes || undefined };
}

export default async function (env: any, given: any) {
  const params = filled(given);
  const name = String(required(params.shop, "shop")).replace(/\.myshopify\.com$/, "");
  if (!/^[a-zA-Z0-9-]+$/.test(name)) throw new NodeError("Shopify", { message: `"${name}" is no shop's name` });
  const shopify: Vendor = {
    name: "Shopify",
    repeatsWrites: repeatsWrites(params),
    base: params.baseUrl || `https://${name}.myshopify.com`,
    headers: { "x-shopify-access-token": secret(env, "SHOPIFY_ACCESS_TOKEN") },
    failure,
  };
  if (params.action === "Request") return await rawRequest(shopify, params);
  const address = path`/admin/api/${params.apiVersion || "2026-01"}/graphql.json`;
  const ask = async (query: string, variables: Record<string, unknown>) => {
    // A mutation that creates something would create it again.
    const repeatable = !query.includes("productCreate(");
    const answer = await request(shopify, "POST", address, { json: { query, variables }, repeatable });
    if (answer?.errors) throw new NodeError("Shopify", { status: 200, ...failure(answer) });
    if (!answer?.data) throw malformed("Shopify", 200, repeatable || repeatsWrites(params));
    return answer.data;
  };
  const one = async (kind: "Product" | "Order", id: unknown, fields: string) => {
    const part = kind.toLowerCase();
    const gid = String(required(id, `${part}Id`)).startsWith("gid:") ? String(id) : `gid://shopify/${kind}/${id}`;
    const found = (await ask(`query($id: ID!) { ${part}(id: $id) { ${fields} } }`, { id: gid }))[part];
    if (found === undefined) throw malformed("Shopify");
    if (found === null) throw new NodeError("Shopify", { code: "not_found", message: `there is no ${part} ${id}` });
    return found;
  };
  const read = (kind: "products" | "orders", fields: string) =>
    collect(limitOf(params.limit), async (after: string | undefined, missing) => {
      const query = `query($first: Int!, $after: String, $query: String) {
        ${kind}(first: $first, after: $after, query: $query) { nodes { ${fields} } pageInfo { hasNextPage endCursor } }
      }`;
      const variables = filled({ first: Math.min(missing, 100), after, query: params.query });
      const page = (await ask(query, variables))[kind];
      if (!Array.isArray(page?.nodes)) throw malformed("Shopify");
      return { items: page.nodes as any[], next: page.pageInfo?.hasNextPage && page.pageInfo.endCursor };
    });
  /** What a mutation refuses is within its answer. */
  const change = async (query: string, variables: Record<string, unknown>, part: string, made: string) => {
    const result = (await ask(query, variables))[part];
    const [error] = result?.userErrors ?? [];
    if (error) {
      const field = (error.field ?? []).join(".");
      throw new NodeError("Shopify", { code: error.code ?? field, status: 200, message: error.message });
    }
    // The first mutation has created the product, whatever became of this one.
    if (!result?.[made]) throw malformed("Shopify", 200, part !== "productCreate" || repeatsWrites(params));
    return result[made];
  };
  switch (params.action ?? "Get Product") {
    case "Get Product":
      return { ...none, ...productOf(await one("Product", params.productId, productFields)) };
    case "Create Product": {
      const tags = list(params.tags);
      const product = filled({
        title: params.title,
        descriptionHtml: params.descriptionHtml,
        vendor: params.vendor,
        productType: params.productType,
        status: params.status,
        tags: tags.length > 0 ? tags : undefined,
      });
      const create = `mutation($product: ProductCreateInput!) {
        productCreate(product: $product) { product { ${productFields} } userErrors { field message } }
      }`;
      const made = await change(create, { product }, "productCreate", "product");
      const variant = filled({
        id: made.variants?.nodes?.[0]?.id,
        price: params.price,
        inventoryItem: params.sku ? { sku: params.sku } : undefined,
      });
      if (!params.price && !params.sku) return { ...none, ...productOf(made) };
      // A new product has one variant, which has the price and the SKU.
      const update = `mutation($id: ID!, $variants: [ProductVariantsBulkInput!]!) {
        productVariantsBulkUpdate(productId: $id, variants: $variants) {
          productVariants { id price } userErrors { field message }
        }
      }`;
      const variables = { id: made.id, variants: [variant] };
      const nodes = await change(update, variables, "productVariantsBulkUpdate", "productVariants");
      return { ...none, ...productOf({ ...made, variants: { nodes } }) };
    }
    case "List Products": {
      const { items, hasMore } = await read("products", productFields);
      return { ...none, products: items.map(productOf), hasMore };
    }
    case "Get Order":
      return { ...none, ...orderOf(await one("Order", params.orderId, orderFields)) };
    case "List Orders": {
      const { items, hasMore } = await read("orders", orderFields);
      return { ...none, orders: items.map(orderOf), hasMore };
    }
    default:
      throw unknownAction("Shopify", params.action);
  }
}
