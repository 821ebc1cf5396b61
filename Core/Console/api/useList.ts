import { useState } from "react";
import { type ArgumentsOf, type PathOf, request, type ResponseOf } from "./client";
import { urlOf, type Values } from "./url";
import { useAction } from "./useAction";
import { type Query, type QueryOptions, useUrl } from "./useQuery";

/** The part of a page of a list that the API returns. */
interface PageOf<T> {
  data: T[];
  nextCursor: string | null;
}

type ElementOf<R> = R extends { data: (infer T)[] } ? T : never;

export interface List<T> extends Query<PageOf<T>> {
  /** The elements of all pages that were loaded; `undefined` before the first. */
  elements: T[] | undefined;
  hasMore: boolean;
  isLoadingMore: boolean;
  /** The error of the last attempt to load a further page. */
  moreError: unknown;
  loadMore(): void;
}

/** A list of the API with its further pages. */
export function useList<P extends PathOf<"get">>(
  template: P,
  args: ArgumentsOf<"get", P>,
  options: QueryOptions = {},
): List<ElementOf<ResponseOf<"get", P>>> {
  type T = ElementOf<ResponseOf<"get", P>>;
  const { path, query } = args as { path?: Values; query?: Values };
  const first = useUrl<PageOf<T>>(urlOf(template, path, query), options);
  const [more, setMore] = useState<{ url: string; pages: PageOf<T>[] }>({ url: first.url, pages: [] });
  const pages = more.url === first.url ? more.pages : [];
  const next = (pages.length ? pages[pages.length - 1] : first.value)?.nextCursor ?? null;
  const load = useAction(async () => {
    const reply = await request("get", urlOf(template, path, { ...query, cursor: next }));
    setMore({ url: first.url, pages: [...pages, reply.value as PageOf<T>] });
  });
  const elements = first.value && [first.value, ...pages].flatMap((page) => page.data);
  return {
    ...first,
    elements: elements && (pages.length ? unique(elements) : elements),
    hasMore: next !== null,
    isLoadingMore: load.isBusy,
    moreError: load.error,
    loadMore: () => void load.run(),
  };
}

/** Without repetitions: elements move from page to page while new ones arrive. */
function unique<T>(elements: T[]): T[] {
  const known = new Set<unknown>();
  return elements.filter((element) => {
    const id = (element as { id?: unknown }).id ?? element;
    return !known.has(id) && known.add(id);
  });
}
