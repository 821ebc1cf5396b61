// Shopify GraphQL Admin API (the REST one is a legacy): https://shopify.dev/docs/api/admin-graphql/latest/queries/product, …/orders,
// …/mutations/productCreate, …/mutations/productVariantsBulkUpdate, limits: https://shopify.dev/docs/api/usage/limits
import {
  collect,
  filled,
  flag,
  json,
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

const customerFields = "id firstName lastName phone defaultEmailAddress { emailAddress } numberOfOrders createdAt";

function customerOf(customer: any) {
  return {
    id: customer.id,
    firstName: customer.firstName ?? null,
    lastName: customer.lastName ?? null,
    email: customer.defaultEmailAddress?.emailAddress ?? null,
    phone: customer.phone ?? null,
    orders: customer.numberOfOrders ?? null,
    createdAt: customer.createdAt ?? null,
  };
}

/** A number as the global id of what it names. */
function gidOf(kind: "Product" | "Order", id: unknown): string {
  const text = String(required(id as string, `${kind.toLowerCase()}Id`));
  return text.startsWith("gid:") ? text : `gid://shopify/${kind}/${text}`;
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
    const repeatable = !/productCreate\(|customerCreate\(|draftOrderCreate\(|orderCancel\(/.test(query);
    const answer = await request(shopify, "POST", address, { json: { query, variables }, repeatable });
    if (answer?.errors) throw new NodeError("Shopify", { status: 200, ...failure(answer) });
    if (!answer?.data) throw malformed("Shopify", 200, repeatable || repeatsWrites(params));
    return answer.data;
  };
  const one = async (kind: "Product" | "Order", id: unknown, fields: string) => {
    const part = kind.toLowerCase();
    const gid = gidOf(kind, id);
    const found = (await ask(`query($id: ID!) { ${part}(id: $id) { ${fields} } }`, { id: gid }))[part];
    if (found === undefined) throw malformed("Shopify");
    if (found === null) throw new NodeError("Shopify", { code: "not_found", message: `there is no ${part} ${id}` });
    return found;
  };
  const read = (kind: "products" | "orders" | "customers", fields: string) =>
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
    if (!result?.[made]) throw malformed("Shopify", 200, !part.endsWith("Create") || repeatsWrites(params));
    return result[made];
  };
  switch (params.action ?? "Get Product") {
    case "Get Product":
      return { ...none, ...productOf(await one("Product", params.productId, productFields)) };
    case "Create Product": {
      const tags = list(params.tags);
      const product = filled({
        title: required(params.title, "title"),
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
    case "Update Product": {
      const tags = params.tags === undefined ? undefined : list(params.tags);
      const product = filled({
        id: gidOf("Product", params.productId),
        title: params.title,
        descriptionHtml: params.descriptionHtml,
        vendor: params.vendor,
        productType: params.productType,
        status: params.status,
        tags,
      });
      const query = `mutation($product: ProductUpdateInput!) {
        productUpdate(product: $product) { product { ${productFields} } userErrors { field message } }
      }`;
      return { ...none, ...productOf(await change(query, { product }, "productUpdate", "product")) };
    }
    case "Delete Product": {
      const id = gidOf("Product", params.productId);
      const query = `mutation($input: ProductDeleteInput!) {
        productDelete(input: $input) { deletedProductId userErrors { field message } }
      }`;
      try {
        await change(query, { input: { id } }, "productDelete", "deletedProductId");
      } catch (error) {
        // Shopify has no code for it.
        if (!(error instanceof NodeError) || !/does not exist/i.test(error.message)) throw error;
      }
      return { ...none, id, deleted: true };
    }
    case "List Customers": {
      const { items, hasMore } = await read("customers", customerFields);
      return { ...none, customers: items.map(customerOf), hasMore };
    }
    case "Create Customer": {
      const input = filled({
        email: params.email,
        firstName: params.firstName,
        lastName: params.lastName,
        phone: params.phone,
        tags: params.tags === undefined ? undefined : list(params.tags),
      });
      const query = `mutation($input: CustomerInput!) {
        customerCreate(input: $input) { customer { ${customerFields} } userErrors { field message } }
      }`;
      const made = await change(query, { input }, "customerCreate", "customer");
      return { ...none, id: made.id, email: params.email ?? null, customer: customerOf(made) };
    }
    case "Create Draft Order": {
      const input = filled({
        email: params.email,
        note: params.note,
        lineItems: json(required(params.lineItems, "lineItems"), "lineItems"),
        tags: params.tags === undefined ? undefined : list(params.tags),
      });
      const query = `mutation($input: DraftOrderInput!) {
        draftOrderCreate(input: $input) { draftOrder { id name invoiceUrl status } userErrors { field message } }
      }`;
      const made = await change(query, { input }, "draftOrderCreate", "draftOrder");
      return {
        ...none,
        id: made.id,
        name: made.name ?? null,
        status: made.status ?? null,
        url: made.invoiceUrl ?? null,
      };
    }
    case "Cancel Order": {
      const query = `mutation($orderId: ID!, $reason: OrderCancelReason!, $refund: Boolean!, $restock: Boolean!) {
        orderCancel(orderId: $orderId, reason: $reason, refund: $refund, restock: $restock) {
          job { id } orderCancelUserErrors { field message }
        }
      }`;
      const variables = {
        orderId: gidOf("Order", params.orderId),
        reason: params.reason ?? "OTHER",
        refund: flag(params.refund) ?? false,
        restock: flag(params.restock) ?? true,
      };
      const result = (await ask(query, variables)).orderCancel;
      const [error] = result?.orderCancelUserErrors ?? [];
      if (error) throw new NodeError("Shopify", { status: 200, message: error.message });
      if (!result?.job) throw malformed("Shopify", 200, repeatsWrites(params));
      return { ...none, id: variables.orderId, status: "canceling" };
    }
    case "Set Metafield": {
      const metafield = {
        ownerId: required(params.ownerId, "ownerId"),
        namespace: params.namespace || "custom",
        key: required(params.metafieldKey, "metafieldKey"),
        type: params.metafieldType || "single_line_text_field",
        value: String(params.metafieldValue ?? ""),
      };
      const query = `mutation($metafields: [MetafieldsSetInput!]!) {
        metafieldsSet(metafields: $metafields) { metafields { id } userErrors { field message } }
      }`;
      const [made] = await change(query, { metafields: [metafield] }, "metafieldsSet", "metafields");
      return { ...none, id: made?.id ?? null };
    }
    default:
      throw unknownAction("Shopify", params.action);
  }
}
