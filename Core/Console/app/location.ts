import { useCallback, useSyncExternalStore } from "react";

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    removeEventListener("popstate", listener);
  };
}

function notify(): void {
  for (const listener of [...listeners]) listener();
}

/** The part of the address before the path of a screen: `/o/acme/orders`. */
let base = "";

export function setBase(path: string): void {
  base = path;
}

/** The address of a screen in the current organization and project; `~` begins a path from the root. */
export function hrefOf(to: string): string {
  return to.startsWith("~") ? to.slice(1) : base + to;
}

/** Goes to a screen, such as `/workflows`, in the current organization and project; `~/sign-in` is from the root. */
export function navigate(to: string, options: { replace?: boolean } = {}): void {
  const href = hrefOf(to);
  if (href === location.pathname + location.search + location.hash) return;
  if (options.replace) history.replaceState(null, "", href);
  else {
    history.pushState(null, "", href);
    scrollTo(0, 0);
  }
  notify();
}

/** The path of the page, from the root. */
export function usePath(): string {
  return useSyncExternalStore(subscribe, () => location.pathname);
}

/** The query of the page, for filters that a reload and a link keep. */
export function useSearch(): [URLSearchParams, (changes: Record<string, string | null>) => void] {
  const text = useSyncExternalStore(subscribe, () => location.search);
  const change = useCallback((changes: Record<string, string | null>) => {
    const items = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(changes)) {
      if (value) items.set(name, value);
      else items.delete(name);
    }
    const search = items.toString();
    history.replaceState(null, "", location.pathname + (search ? `?${search}` : "") + location.hash);
    notify();
  }, []);
  return [new URLSearchParams(text), change];
}
