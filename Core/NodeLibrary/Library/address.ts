import { NodeError } from "./error.ts";

/** A query: what has no value is left out, a list is repeated. */
export interface Address {
  [name: string]: string | number | boolean | null | undefined | readonly (string | number)[];
}

/** A path with its parts encoded: path`/v1/customers/${id}`. A part that is missing, or would lead elsewhere, is refused. */
export function path(texts: TemplateStringsArray, ...parts: unknown[]): string {
  return texts.reduce((made, text, index) => {
    const part = String(parts[index - 1] ?? "");
    if (part === "" || part === "." || part === "..") {
      throw new NodeError("Parameters", { message: `"${part}" cannot follow ${made} in an address` });
    }
    return made + encodeURIComponent(part) + text;
  });
}

/** A host's name, or labels of one, from a field: what would end it, and lead to another host, is refused. */
export function hostName(value: unknown, name: string): string {
  const text = String(value ?? "");
  if (/^[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?$/i.test(text)) return text;
  throw new NodeError("Parameters", { message: `"${name}" is not a host's name: letters, digits, dots and hyphens` });
}

/** The address of a request. */
export function urlOf(who: string, base: string, below: string, query: Address = {}): URL {
  let url: URL;
  try {
    url = new URL(base.replace(/\/+$/, "") + below);
  } catch {
    throw new NodeError(who, { message: "the API address is not a valid URL" });
  }
  for (const [name, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null && item !== "") url.searchParams.append(name, String(item));
    }
  }
  return url;
}

/** A form, with brackets for what is nested: `metadata[order]=7&items[0][price]=p`. What has no value is left out. */
export function formText(form: unknown): string {
  const pairs = new URLSearchParams();
  const add = (name: string, value: any) => {
    if (value === undefined || value === null) return;
    if (typeof value !== "object") return pairs.append(name, String(value));
    for (const [key, item] of Object.entries(value)) add(name === "" ? key : `${name}[${key}]`, item);
  };
  add("", form);
  return pairs.toString();
}
