import { useSyncExternalStore } from "react";

export type Theme = "system" | "light" | "dark";

const key = "millrace.theme";
const dark = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

function stored(): Theme {
  const text = localStorage.getItem(key);
  return text === "light" || text === "dark" ? text : "system";
}

function apply(): void {
  const theme = stored();
  const isDark = theme === "system" ? dark.matches : theme === "dark";
  document.documentElement.dataset["theme"] = isDark ? "dark" : "light";
  for (const listener of [...listeners]) listener();
}

/** Applies the theme of the reader, and follows changes in other tabs and of the system. */
export function followTheme(): void {
  dark.addEventListener("change", apply);
  addEventListener("storage", apply);
  apply();
}

export function setTheme(theme: Theme): void {
  if (theme === "system") localStorage.removeItem(key);
  else localStorage.setItem(key, theme);
  apply();
}

export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, stored);
}
