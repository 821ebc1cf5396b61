// RSS 2.0 Specification: https://www.rssboard.org/rss-specification, The Atom Syndication Format:
// https://www.rfc-editor.org/rfc/rfc4287, RSS 1.0: https://web.resource.org/rss/1.0/spec, JSON Feed 1.1:
// https://www.jsonfeed.org/version/1.1/, conditional requests: https://www.rfc-editor.org/rfc/rfc9110#section-13
import {
  limitOf,
  localName,
  NodeError,
  parseXML,
  requestBytes,
  required,
  unknownAction,
  type Vendor,
  xmlChildren,
  type XMLElement,
  xmlText,
} from "@millrace/node";

const none = { etag: null, lastModified: null, isModified: true };

/** The text of the first element of these names that has one. */
function text(parent: XMLElement, ...names: string[]): string | null {
  for (const name of names) {
    for (const element of xmlChildren(parent, name)) {
      const found = xmlText(element).trim();
      if (found !== "") return found;
    }
  }
  return null;
}

/** A date of RFC 822 or RFC 3339 in one form; what is neither stays null. */
function date(value: unknown): string | null {
  const time = Date.parse(String(value ?? ""));
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** The address of a link: Atom has it in an attribute, and several of them by relation. */
function link(parent: XMLElement): string | null {
  const links = xmlChildren(parent, "link");
  const atom = links.filter(({ attributes }) => attributes.href);
  const found = atom.find(({ attributes }) => (attributes.rel ?? "alternate") === "alternate") ??
    (links.length === atom.length ? atom[0] : undefined);
  return found?.attributes.href ?? text(parent, "link");
}

/** Atom's XHTML is elements, not text. */
function markup(element: XMLElement | undefined): string | null {
  if (!element) return null;
  const made = (child: XMLElement | string): string => {
    if (typeof child === "string") {
      return child.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    }
    const attributes = Object.entries(child.attributes).map(([name, value]) =>
      ` ${name}="${value.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"`
    );
    const inner = child.children.map(made).join("");
    const start = `<${child.name}${attributes.join("")}`;
    return inner === "" ? `${start}/>` : `${start}>${inner}</${child.name}>`;
  };
  const isMarkup = element.children.some((child) => typeof child !== "string");
  return (isMarkup ? element.children.map(made).join("") : xmlText(element)).trim() || null;
}

function enclosureOf({ attributes }: XMLElement) {
  const size = Number(attributes.length ?? attributes.fileSize);
  return {
    url: attributes.url ?? attributes.href ?? null,
    type: attributes.type ?? null,
    size: size > 0 ? size : null,
  };
}

function itemOf(entry: XMLElement) {
  const author = xmlChildren(entry, "author")[0];
  const guid = xmlChildren(entry, "guid")[0];
  const permalink = guid && guid.attributes.isPermaLink !== "false" && /^https?:/.test(xmlText(guid))
    ? xmlText(guid).trim()
    : null;
  const url = link(entry) ?? permalink;
  const files = [
    ...xmlChildren(entry, "enclosure"),
    ...xmlChildren(entry, "link").filter(({ attributes }) => attributes.rel === "enclosure"),
  ];
  return {
    id: text(entry, "guid", "id") ?? entry.attributes["rdf:about"] ?? url,
    title: text(entry, "title"),
    url,
    author: (author && text(author, "name")) ?? text(entry, "author", "creator"),
    publishedAt: date(text(entry, "pubDate", "published", "date", "updated")),
    updatedAt: date(text(entry, "updated", "modified")),
    summary: text(entry, "summary", "description"),
    content: markup(xmlChildren(entry, "encoded")[0] ?? xmlChildren(entry, "content")[0]),
    categories: xmlChildren(entry, "category").map((category) => category.attributes.term ?? xmlText(category).trim())
      .concat(xmlChildren(entry, "subject").map((subject) => xmlText(subject).trim())).filter(Boolean),
    files: files.map(enclosureOf),
  };
}

function feedOfXML(source: string) {
  const root = parseXML("RSS", source);
  const name = localName(root.name).toLowerCase();
  const formats: Record<string, string> = { rss: "rss", feed: "atom", rdf: "rdf" };
  if (!Object.hasOwn(formats, name)) {
    throw new NodeError("RSS", {
      code: "invalid_feed",
      message: `The document is not an RSS, Atom or JSON feed: its root is <${root.name}>`,
    });
  }
  const channel = name === "feed" ? root : xmlChildren(root, "channel")[0] ?? root;
  // RSS 1.0 has its items beside the channel.
  const entries = [
    ...xmlChildren(channel, "item"),
    ...xmlChildren(channel, "entry"),
    ...(name === "rdf" ? xmlChildren(root, "item") : []),
  ];
  return {
    title: text(channel, "title"),
    url: link(channel),
    description: text(channel, "description", "subtitle"),
    format: formats[name],
    items: entries.map(itemOf),
  };
}

function feedOfJSON(source: string) {
  let feed: any;
  try {
    feed = JSON.parse(source);
  } catch {
    feed = null;
  }
  if (!String(feed?.version).startsWith("https://jsonfeed.org/version/") || !Array.isArray(feed.items)) {
    throw new NodeError("RSS", {
      code: "invalid_feed",
      message: 'The document is not an RSS, Atom or JSON feed: JSON without "version" and "items"',
    });
  }
  const items = feed.items.map((item: any) => ({
    id: String(item.id ?? item.url ?? ""),
    title: item.title ?? null,
    url: item.url ?? item.external_url ?? null,
    author: item.authors?.[0]?.name ?? item.author?.name ?? null,
    publishedAt: date(item.date_published),
    updatedAt: date(item.date_modified),
    summary: item.summary ?? null,
    content: item.content_html ?? item.content_text ?? null,
    categories: item.tags ?? [],
    files: (item.attachments ?? []).map((file: any) => ({
      url: file.url ?? null,
      type: file.mime_type ?? null,
      size: file.size_in_bytes ?? null,
    })),
  }));
  return {
    title: feed.title ?? null,
    url: feed.home_page_url ?? null,
    description: feed.description ?? null,
    format: "json",
    items,
  };
}

/** The items that are wanted, the newest first; those without a date stay, in the feed's order. */
function selected(source: string, params: any) {
  const limit = limitOf(params.limit);
  const since = params.since ? date(params.since) : null;
  if (params.since && !since) {
    throw new NodeError("RSS", { message: `"since" is not valid: expected a date such as 2026-01-31T08:00:00Z` });
  }
  const trimmed = source.replace(/^\uFEFF/, "").trimStart();
  const feed = trimmed.startsWith("{") ? feedOfJSON(trimmed) : feedOfXML(trimmed);
  const dateOf = (item: any): string => item.publishedAt ?? item.updatedAt ?? "";
  const sorted = feed.items.map((item: any, index: number) => ({ item, index }))
    .sort((a: any, b: any) => dateOf(b.item).localeCompare(dateOf(a.item)) || a.index - b.index).map(({ item }: any) =>
      item
    );
  const items = sorted.filter((item: any) => !since || dateOf(item) === "" || dateOf(item) > since);
  const newest = sorted.length > 0 && dateOf(sorted[0]) || since;
  return {
    ...feed,
    items: items.slice(0, limit),
    count: Math.min(items.length, limit),
    hasMore: items.length > limit,
    newest,
  };
}

/** A feed's text in its own encoding: that of the response, or else of the XML declaration. */
function decoded(bytes: Uint8Array, headers: Headers): string {
  const start = new TextDecoder("latin1").decode(bytes.slice(0, 200));
  const declared = headers.get("content-type")?.match(/charset="?([^";\s]+)/i) ??
    start.match(/^<\?xml[^>]*encoding=["']([^"']+)/);
  try {
    return new TextDecoder(declared?.[1] ?? "utf-8").decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

async function read(params: any) {
  const url = new URL(required(params.url, "url"));
  const feed: Vendor = { name: "RSS", base: url.origin };
  const headers = {
    "accept": "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5",
    "if-none-match": params.etag || undefined,
    "if-modified-since": params.lastModified || undefined,
  };
  try {
    const answer = await requestBytes(feed, "GET", url.pathname + url.search, { headers });
    const of = (name: string) => answer.headers.get(name);
    const source = decoded(answer.bytes, answer.headers);
    try {
      return { ...none, ...selected(source, params), etag: of("etag"), lastModified: of("last-modified") };
    } catch (error) {
      // A site that is being changed sends pages in place of its feed.
      if (!(error instanceof NodeError) || !error.code?.startsWith("invalid_")) throw error;
      throw Object.assign(error, { retryable: true });
    }
  } catch (error) {
    if (!(error instanceof NodeError) || error.status !== 304) throw error;
    const { etag = null, lastModified = null, since } = params;
    const empty = { title: null, url: null, description: null, format: null, items: [], count: 0, hasMore: false };
    return { ...empty, newest: since ? date(since) : null, etag, lastModified, isModified: false };
  }
}

export default async function (_env: any, params: any) {
  switch (params.action ?? "Read Feed") {
    case "Read Feed":
      return await read(params);
    case "Parse Feed":
      return { ...none, ...selected(String(required(params.feed, "feed")), params) };
    default:
      throw unknownAction("RSS", params.action);
  }
}
