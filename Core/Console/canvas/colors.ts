/** The colours that canvases draw with: those of the page's theme. */
export interface Colors {
  readonly node: string;
  readonly border: string;
  readonly line: string;
  readonly text: string;
  readonly frame: string;
  readonly frameBorder: string;
  readonly accent: string;
  readonly marks: Readonly<Record<string, string>>;
}

let known: { theme: string; colors: Colors } | undefined;

export function themeColors(): Colors {
  const theme = document.documentElement.dataset["theme"] ?? "";
  if (known?.theme === theme) return known.colors;
  const style = getComputedStyle(document.documentElement);
  const color = (name: string) => style.getPropertyValue(name).trim();
  const colors: Colors = {
    node: color("--surface"),
    border: color("--border-strong"),
    line: color("--border-strong"),
    text: color("--text"),
    frame: color("--sunken"),
    frameBorder: color("--border"),
    accent: color("--accent"),
    marks: {
      error: color("--danger"),
      removed: color("--danger"),
      warning: color("--warning"),
      changed: color("--warning"),
      added: color("--good"),
      done: color("--good"),
      failed: color("--danger"),
      retrying: color("--warning"),
      waiting: color("--accent"),
      running: color("--accent"),
      pinned: color("--warning"),
    },
  };
  known = { theme, colors };
  return colors;
}

/** Calls a listener when the theme has changed. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}
