// Shopify Admin REST API: https://shopify.dev/docs/api/admin-rest/latest/resources/product and …/order, paging:
// https://shopify.dev/docs/api/admin-rest/usage/pagination, errors: https://shopify.dev/docs/api/admin-rest/usage/response-codes
import {
  collect, filled, json, limitOf, list, NodeError, nextLink, path, request, requestWithHeaders, required, secret, unknownAction,
  type Vendor,
} from "@millrace/node";

const none = {
  id: null, title: null, name: null, handle: null, vendor: null, productType: null, tags: null, price: null, email: null,
  status: null, fulfillment: null, currency: null, total: null, itemCount: null, createdAt: null, updatedAt: null,
  products: null, orders: null, hasMore: null,
};

function productOf(product: any) {
  return {
    id: product.id, title: product.title ?? null, status: product.status ?? null, handle: product.handle ?? null,
    vendor: product.vendor ?? null, productType: product.product_type ?? null, tags: list(product.tags),
    price: product.variants?.[0]?.price ?? null, createdAt: product.created_at ?? null, updatedAt: product.updated_at ?? null,
  };
}

function orderOf(order: any) {
  return {
    id: order.id, name: order.name ?? null, email: order.email ?? null, status: order.financial_status ?? null,
    fulfillment: order.fulfillment_status ?? null, currency: order.currency ?? null, total: order.total_price ?? null,
    itemCount: (order.line_items ?? []).reduce((sum: number, item: any) => sum + (item.quantity ?? 0), 0),
    createdAt: order.created_at ?? null, updatedAt: order.updated_at ?? null,
  };
}

/** `{errors: "…"}`, or `{errors: {field: ["…"]}}`. */
function failure({ errors }: any) {
  if (typeof errors !== "object" || errors === null) return { message: errors };
  const fields = Object.entries(errors).map(([field, problems]) => `${field} ${[problems].flat().join(", ")}`);
  return { code: Object.keys(errors)[0], message: fields.join("; ") };
}

export default async function (env: any, params: any) {
  const name = String(required(params.shop, "shop")).replace(/\.myshopify\.com$/, "");
  if (!/^[a-zA-Z0-9-]+$/.test(name)) throw new NodeError("Shopify", { message: `"${name}" is no shop's name` });
  const shopify: Vendor = {
    name: "Shopify",
    base: params.baseUrl || `https://${name}.myshopify.com`,
    headers: { "x-shopify-access-token": secret(env, "SHOPIFY_ACCESS_TOKEN") },
    failure,
  };
  const admin = path`/admin/api/${params.apiVersion || "2025-04"}`;
  const read = (kind: string, query: Record<string, any>) =>
    collect(limitOf(params.limit), async (page: string | undefined, missing) => {
      // Only the first page takes filters: the others are named by the header of the one before.
      const limit = Math.min(missing, 250);
      const sending = { query: page ? { limit, page_info: page } : { limit, ...query }, expects: `${kind}[]` };
      const { body, headers } = await requestWithHeaders(shopify, "GET", `${admin}/${kind}.json`, sending);
      const next = nextLink(headers.get("link"));
      return { items: body[kind] as any[], next: next && new URL(next).searchParams.get("page_info") };
    });
  switch (params.action ?? "Get Product") {
    case "Get Product": {
      const answer = await request(shopify, "GET", admin + path`/products/${params.productId}.json`, { expects: "product.id" });
      return { ...none, ...productOf(answer.product) };
    }
    case "Create Product": {
      const variant = filled({ price: params.price, sku: params.sku });
      const product = filled({
        title: params.title, body_html: params.bodyHtml, vendor: params.vendor, product_type: params.productType,
        tags: list(params.tags).join(", "), status: params.status,
        variants: json(params.variants, "variants") ?? (Object.keys(variant).length > 0 ? [variant] : undefined),
      });
      const answer = await request(shopify, "POST", `${admin}/products.json`, { json: { product }, expects: "product.id" });
      return { ...none, ...productOf(answer.product) };
    }
    case "List Products": {
      const { status, vendor, productType, createdAtMin } = params;
      const { items, hasMore } = await read("products", {
        status, vendor, product_type: productType, created_at_min: createdAtMin,
      });
      return { ...none, products: items.map(productOf), hasMore };
    }
    case "Get Order": {
      const answer = await request(shopify, "GET", admin + path`/orders/${params.orderId}.json`, { expects: "order.id" });
      return { ...none, ...orderOf(answer.order) };
    }
    case "List Orders": {
      const { orderStatus, financialStatus, createdAtMin } = params;
      const { items, hasMore } = await read("orders", {
        status: orderStatus || "any", financial_status: financialStatus, created_at_min: createdAtMin,
      });
      return { ...none, orders: items.map(orderOf), hasMore };
    }
    default:
      throw unknownAction("Shopify", params.action);
  }
}
