// WordPress REST API: https://developer.wordpress.org/rest-api/reference/ (posts, media, categories, comments, users), pages:
// https://developer.wordpress.org/rest-api/using-the-rest-api/pagination/, application passwords: …/authentication/
import {
  basic,
  collect,
  contentOf,
  filled,
  flag,
  json,
  limitOf,
  list,
  numberOf,
  path,
  rawRequest,
  remove,
  request,
  requestWithHeaders,
  required,
  secret,
  unknownAction,
  type Vendor,
  write,
} from "@millrace/node";

const none = {
  id: null,
  title: null,
  content: null,
  excerpt: null,
  status: null,
  slug: null,
  url: null,
  author: null,
  categories: null,
  tags: null,
  featuredMedia: null,
  createdAt: null,
  updatedAt: null,
  posts: null,
  hasMore: null,
  deleted: null,
  mediaUrl: null,
  terms: null,
  users: null,
};

function postOf(post: any) {
  const text = (value: any) => value?.raw ?? value?.rendered ?? null;
  return {
    id: post.id,
    title: text(post.title),
    content: text(post.content),
    excerpt: text(post.excerpt),
    status: post.status ?? null,
    slug: post.slug ?? null,
    url: post.link ?? null,
    author: post.author ?? null,
    categories: post.categories ?? [],
    tags: post.tags ?? [],
    featuredMedia: post.featured_media || null,
    createdAt: post.date_gmt ? `${post.date_gmt}Z` : null,
    updatedAt: post.modified_gmt ? `${post.modified_gmt}Z` : null,
  };
}

function numbers(value: unknown, name: string): number[] | undefined {
  const items = list(value).map((item) => numberOf(item, name)!);
  return items.length > 0 ? items : undefined;
}

function changes(params: any, title: unknown, status: unknown): Record<string, unknown> {
  return filled({
    title,
    status,
    content: params.content,
    excerpt: params.excerpt,
    slug: params.slug,
    date: params.date,
    categories: numbers(params.categories, "categories"),
    tags: numbers(params.tags, "tags"),
    featured_media: numberOf(params.featuredMedia, "featuredMedia"),
    meta: json(params.meta, "meta"),
  });
}

/** A list tells in a header how many pages it has; each has 100 items at most. */
async function listed(wordpress: Vendor, address: string, limit: number, query: Record<string, any>) {
  return await collect(limit, async (page: number = 1) => {
    const { body, headers } = await requestWithHeaders(wordpress, "GET", address, {
      query: { ...query, per_page: 100, page },
      expects: "[]",
    });
    const pages = Number(headers.get("x-wp-totalpages"));
    return { items: body as any[], next: page < pages && page + 1 };
  });
}

/** The id of a term of that name, where a site has one already: it tells it in its refusal. */
async function madeTerm(wordpress: Vendor, kind: string, name: unknown) {
  const known: { id?: number } = {};
  const asking: Vendor = {
    ...wordpress,
    failure: (body, response) => {
      if (body.code === "term_exists") known.id = body.data?.term_id;
      return wordpress.failure!(body, response);
    },
  };
  try {
    return await request(asking, "POST", kind, { json: { name: required(name, "name") }, expects: "id" });
  } catch (error) {
    if (known.id === undefined) throw error;
    return await request(wordpress, "GET", kind + path`/${known.id}`, { expects: "id" });
  }
}

export default async function (env: any, params: any) {
  const user = secret(env, "WORDPRESS_USERNAME"), password = secret(env, "WORDPRESS_APP_PASSWORD");
  const wordpress: Vendor = {
    name: "WordPress",
    base: `${required(params.site, "site").replace(/\/+$/, "")}/wp-json`,
    headers: { authorization: basic(user, password) },
    failure: ({ code, message, data }) => {
      const problems = Object.values(data?.params ?? {}).join(" ");
      return { code, message: [message, problems].filter(Boolean).join(" ") };
    },
  };
  const posts = path`/wp/v2/${params.type || "posts"}`;
  const post = () => posts + path`/${params.postId}`;
  const [expects, query] = ["id", { context: "edit" }];
  switch (params.action ?? "Create Post") {
    case "Create Post": {
      const json = changes(params, required(params.title, "title"), params.status || "draft");
      return { ...none, ...postOf(await write(wordpress, params, "POST", posts, { json, expects })) };
    }
    case "Get Post":
      return { ...none, ...postOf(await request(wordpress, "GET", post(), { query, expects })) };
    case "Update Post": {
      const json = changes(params, params.newTitle, params.newStatus);
      return { ...none, ...postOf(await request(wordpress, "POST", post(), { json, expects })) };
    }
    case "Delete Post":
      await remove(wordpress, post(), { query: { force: flag(params.force) ?? false } }, [
        "rest_post_invalid_id",
        "rest_already_trashed",
      ]);
      return { ...none, id: numberOf(params.postId, "postId") ?? null, deleted: true };
    case "List Posts": {
      const asked = {
        ...query,
        search: params.search,
        status: list(params.statuses || "publish").join(","),
        categories: list(params.categories).join(","),
        tags: list(params.tags).join(","),
        after: params.after,
        orderby: params.orderBy || "date",
      };
      const { items, hasMore } = await listed(wordpress, posts, limitOf(params.limit), asked);
      return { ...none, posts: items.map(postOf), hasMore };
    }
    case "Upload Media": {
      const { name, contentType, bytes } = contentOf(params.file, "file");
      const file = encodeURIComponent(name ?? "file").replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
      const headers = { "content-disposition": `attachment; filename*=utf-8''${file}` };
      const query = { alt_text: params.altText };
      const sending = { query, headers, bytes, contentType, expects, timeout: 120_000 };
      const answer = await write(wordpress, params, "POST", "/wp/v2/media", sending);
      return { ...none, ...postOf(answer), mediaUrl: answer.source_url ?? null };
    }
    case "List Terms": {
      const asked = { search: params.search };
      const { items, hasMore } = await listed(
        wordpress,
        path`/wp/v2/${params.taxonomy || "categories"}`,
        limitOf(params.limit),
        asked,
      );
      return { ...none, terms: items.map(termOf), hasMore };
    }
    case "Create Term": {
      const term = await madeTerm(wordpress, path`/wp/v2/${params.taxonomy || "categories"}`, params.name);
      return { ...none, id: term.id, terms: [termOf(term)] };
    }
    case "Create Comment": {
      const json = { post: numberOf(params.postId, "postId"), content: required(params.comment, "comment") };
      const answer = await write(wordpress, params, "POST", "/wp/v2/comments", { json, expects });
      return { ...none, id: answer.id, status: answer.status ?? null, url: answer.link ?? null };
    }
    case "List Users": {
      const { items, hasMore } = await listed(wordpress, "/wp/v2/users", limitOf(params.limit), {
        search: params.search,
      });
      return {
        ...none,
        users: items.map(({ id, name, slug }) => ({ id, name: name ?? null, slug: slug ?? null })),
        hasMore,
      };
    }
    case "Request":
      return await rawRequest(wordpress, params);
    default:
      throw unknownAction("WordPress", params.action);
  }
}

function termOf({ id, name, slug, count }: any) {
  return { id, name: name ?? null, slug: slug ?? null, count: count ?? null };
}
