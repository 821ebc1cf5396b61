import { element } from "./elements.js";

/** The Markdown that descriptions are written in: paragraphs, and code between backticks. */
export function prose(text) {
  return text.split(/\n\s*\n/).map((paragraph) => element("p", {}, ...inline(paragraph)));
}

export function inline(text) {
  return text.split(/(`[^`]+`)/).filter(Boolean).map((part) =>
    part.startsWith("`") ? element("code", {}, part.slice(1, -1)) : part);
}
