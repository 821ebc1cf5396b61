import type { Json } from "./json";
import { mapTexts } from "./json";

/** More are not asked for by name. */
const most = 24;

const name = "[A-Za-z_$][\\w$]*";
const payload = "\\bevent\\s*\\.\\s*payload";
const patterns = [
  // In code, and in expressions of the form {{event.payload.…}}; a call is a method of the input.
  new RegExp(`${payload}\\s*\\??\\.\\s*(${name})(?!\\s*\\()\\b(?!\\s*\\()`, "g"),
  new RegExp(`${payload}\\s*(?:\\?\\.)?\\[\\s*(?:'([^'\\\\]+)'|"([^"\\\\]+)")\\s*\\]`, "g"),
  new RegExp("\\{\\{\\s*trigger\\s*\\.\\s*([A-Za-z0-9_$\\-]+)", "g"),
  new RegExp("\\{\\{\\s*trigger\\s*\\[\\s*(?:'([^'\\\\]+)'|\"([^\"\\\\]+)\")\\s*\\]", "g"),
];
const destructured = new RegExp(`\\{([^{}]*)\\}\\s*=\\s*${payload}\\b(?!\\s*\\??\\.)`, "g");

/** The members of the input that a document reads, by name, in the order in which they occur. */
export function paramNames(document: Json): readonly string[] {
  const names = new Set<string>();
  mapTexts(document, (text) => {
    for (const found of namesIn(text)) names.add(found);
    return text;
  });
  // What lists and texts have themselves.
  names.delete("length");
  return [...names].slice(0, most);
}

function namesIn(text: string): readonly string[] {
  if (!text.includes("payload") && !text.includes("trigger")) return [];
  const found: { at: number; name: string }[] = [];
  for (const pattern of patterns) {
    for (const match of text.matchAll(pattern)) found.push({ at: match.index!, name: (match[1] ?? match[2])! });
  }
  for (const match of text.matchAll(destructured)) {
    match[1]!.split(",").forEach((part, index) => {
      const member = new RegExp(`^\\s*(${name})\\s*(?:[:=]|$)`).exec(part)?.[1];
      if (member) found.push({ at: match.index! + index / 1000, name: member });
    });
  }
  return found.sort((one, other) => one.at - other.at).map((one) => one.name);
}
