/** Collects a list page by page, up to a limit. A page gets the cursor that the one before gave, and how many items are missing. */
export async function collect<Item, Cursor>(
  limit: number,
  page: (cursor: Cursor | undefined, missing: number) => Promise<{ items: Item[]; next?: Cursor | null | "" | false }>,
): Promise<{ items: Item[]; hasMore: boolean }> {
  const items: Item[] = [];
  let cursor: Cursor | undefined;
  let empty = 0;
  while (true) {
    const { items: more, next } = await page(cursor, limit - items.length);
    items.push(...more);
    const hasNext = next !== undefined && next !== null && next !== "" && next !== false;
    if (items.length >= limit) return { items: items.slice(0, limit), hasMore: hasNext || items.length > limit };
    // A page may be empty because of a filter; but pages that stay so, or come again, would never end.
    empty = more.length === 0 ? empty + 1 : 0;
    if (!hasNext || empty > 20 || next === cursor) return { items, hasMore: false };
    cursor = next as Cursor;
  }
}

/** The address of the next page in a `Link` header: https://www.rfc-editor.org/rfc/rfc8288 */
export function nextLink(header: string | null): string | undefined {
  return header?.match(/<([^>]*)>\s*;[^,]*rel="?next"?/)?.[1];
}
