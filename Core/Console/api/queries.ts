import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { type ArgumentsOf, type PathOf, request, type ResponseOf } from "./client";
import { connection } from "./connection";
import { type Entry, QueryCache } from "./QueryCache";
import { urlOf, type Values } from "./url";

export const cache = new QueryCache((url) => request("get", url));

// Other tabs of this browser: a change in one is seen in the others. One that is hidden loads nothing until it is shown.
const tabs = new BroadcastChannel("millrace.changes");
cache.onInvalidate = (prefixes) => tabs.postMessage(prefixes);
tabs.onmessage = ({ data }: MessageEvent<string[]>) => {
  cache.markStale(...data);
  if (document.visibilityState === "visible") cache.refreshShown();
};
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && connection.current === "online") cache.refreshShown(15_000);
});

// What failed while the server was away is loaded again when it is back.
let last = connection.current;
connection.subscribe(() => {
  if (last !== "online" && connection.current === "online") cache.retryFailed();
  last = connection.current;
});

export interface Query<T> extends Entry<T> {
  /** The address, for `cache.set`. */
  url: string;
  refresh(): Promise<void>;
}

export interface QueryOptions {
  /** Milliseconds between loads while the page is visible. */
  refreshEvery?: number | undefined;
  /** `false` loads nothing yet. */
  enabled?: boolean;
  /** Loads again when this changes: for values that belong to another one, such as the steps of a run. */
  version?: string;
}

/** A value of the server, loaded when it is first shown and again when it was invalidated. */
export function useQuery<P extends PathOf<"get">>(
  template: P,
  args: ArgumentsOf<"get", P>,
  options: QueryOptions = {},
): Query<ResponseOf<"get", P>> {
  const { path, query } = args as { path?: Values; query?: Values };
  return useUrl<ResponseOf<"get", P>>(urlOf(template, path, query), options);
}

/** As `useQuery`, for an address that is not an operation of the API's description, such as a resource of a plugin. */
export function useUrl<T>(url: string, { refreshEvery, enabled = true, version }: QueryOptions = {}): Query<T> {
  const subscribe = useCallback(
    (listener: () => void) => (enabled ? cache.subscribe(url, listener) : () => {}),
    [url, enabled],
  );
  const entry = useSyncExternalStore(subscribe, () => cache.entry(url)) as Entry<T>;
  useEffect(() => {
    // Shown at once from the cache, and brought up to date behind it.
    if (enabled) void cache.ensure(url, 2000);
  }, [url, enabled]);
  useEffect(() => {
    if (!enabled || !refreshEvery) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible" && connection.current === "online") void cache.refresh(url);
    }, refreshEvery);
    return () => clearInterval(timer);
  }, [url, enabled, refreshEvery]);
  const known = useRef(version);
  useEffect(() => {
    if (known.current === version) return;
    known.current = version;
    if (enabled) void cache.refresh(url);
  }, [url, enabled, version]);
  const refresh = useCallback(() => cache.refresh(url), [url]);
  const isLoading = entry.isLoading || (enabled && entry.value === undefined && entry.error === undefined);
  return { ...entry, isLoading, url, refresh };
}

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

export interface Action<A extends unknown[], R> {
  /** Resolves to the result, or to `undefined` after an error, which is in `error` then. */
  run(...args: A): Promise<R | undefined>;
  isBusy: boolean;
  error: unknown;
  reset(): void;
}

/** A change that a button starts: whether it is on its way, and the error of its last attempt. */
export function useAction<A extends unknown[], R>(action: (...args: A) => Promise<R>): Action<A, R> {
  const [state, setState] = useState<{ isBusy: boolean; error: unknown }>({ isBusy: false, error: undefined });
  const current = useRef(action);
  const isMounted = useRef(true);
  current.current = action;
  useEffect(() => {
    isMounted.current = true;
    return () => {
      isMounted.current = false;
    };
  }, []);
  const run = useCallback(async (...args: A) => {
    setState({ isBusy: true, error: undefined });
    try {
      const result = await current.current(...args);
      if (isMounted.current) setState({ isBusy: false, error: undefined });
      return result;
    } catch (error) {
      if (isMounted.current) setState({ isBusy: false, error });
      return undefined;
    }
  }, []);
  const reset = useCallback(() => setState({ isBusy: false, error: undefined }), []);
  return { run, ...state, reset };
}
