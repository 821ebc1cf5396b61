import { useCallback, useEffect, useRef, useSyncExternalStore } from "react";
import { cache } from "./cache";
import type { ArgumentsOf, PathOf, ResponseOf } from "./client";
import { connection } from "./connection";
import type { Entry } from "./QueryCache";
import { urlOf, type Values } from "./url";

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
