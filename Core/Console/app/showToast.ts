import { useSyncExternalStore } from "react";

export interface Toast {
  id: number;
  kind: "info" | "success" | "error";
  text: string;
  /** A further action, such as to undo. */
  action?: { text: string; run(): void };
}

let toasts: readonly Toast[] = [];
let last = 0;
const listeners = new Set<() => void>();

function replace(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of [...listeners]) listener();
}

/** Shows a message at the edge of the page for some seconds; errors stay until they are closed. */
export function showToast(kind: Toast["kind"], text: string, action?: Toast["action"]): void {
  const id = ++last;
  replace([...toasts.slice(-3), action ? { id, kind, text, action } : { id, kind, text }]);
  if (kind !== "error") setTimeout(() => closeToast(id), 6000);
}

export function closeToast(id: number): void {
  replace(toasts.filter((toast) => toast.id !== id));
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, () => toasts);
}
