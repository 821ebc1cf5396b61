// Extensible Markup Language (XML) 1.0: https://www.w3.org/TR/xml/
import {
  flag,
  json,
  keepable,
  limitOf,
  list,
  localName,
  NodeError,
  parseXML,
  required,
  unknownAction,
  type XMLElement,
} from "@millrace/node";

const none = { root: null, value: null, elements: null, count: null, hasMore: null, xml: null };

interface Reading {
  lists: Set<string>;
  name: (element: string) => string;
}

function readingOf(params: any): Reading {
  return { lists: new Set(list(params.lists)), name: flag(params.stripPrefixes) ? localName : (name) => name };
}

/** A text for an element that has nothing else, or an object with its attributes, elements and text. */
function valueOf(element: XMLElement, reading: Reading): unknown {
  const elements = element.children.filter((child) => typeof child !== "string");
  const attributes = Object.entries(element.attributes);
  const text = element.children.filter((child) => typeof child === "string").join("");
  if (elements.length === 0 && attributes.length === 0) return text;
  // A null prototype: an element may be called __proto__.
  const value: Record<string, any> = Object.create(null);
  for (const [name, attribute] of attributes) value[`@${reading.name(name)}`] = attribute;
  for (const child of elements) {
    const name = reading.name(child.name);
    const next = valueOf(child, reading);
    if (!(name in value)) value[name] = reading.lists.has(name) ? [next] : next;
    else if (Array.isArray(value[name])) value[name].push(next);
    else value[name] = [value[name], next];
  }
  if (text.trim() !== "") value["#text"] = elements.length > 0 ? text.trim() : text;
  return value;
}

function found(root: XMLElement, path: string, reading: Reading): XMLElement[] {
  const [first, ...steps] = path.split("/").filter((step) => step !== "");
  const fits = (step: string) => (element: XMLElement) => step === "*" || reading.name(element.name) === step;
  return steps.reduce(
    (elements, step) =>
      elements.flatMap(({ children }) =>
        children.filter((child): child is XMLElement => typeof child !== "string" && fits(step)(child))
      ),
    [root].filter(fits(first ?? "*")),
  );
}

function escaped(text: string): string {
  return text.replace(
    /[&<>"\t\n\r]/g,
    (c) =>
      c === "&" ? "&amp;" : c === "<" ? "&lt;" : c === ">" ? "&gt;" : c === '"' ? "&quot;" : `&#${c.charCodeAt(0)};`,
  );
}

function content(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\r", "&#13;");
}

function nameOf(name: string): string {
  if (/^[\p{L}_][\p{L}\p{N}._-]*(:[\p{L}_][\p{L}\p{N}._-]*)?$/u.test(name)) return name;
  throw new NodeError("XML", { message: `"${name}" is not a valid name of an element or attribute` });
}

function textOf(value: unknown): string {
  const text = value === null || value === undefined ? "" : String(value);
  // deno-lint-ignore no-control-regex
  if (!/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.test(text)) return text;
  throw new NodeError("XML", { message: "A text has a control character, which XML does not allow" });
}

/** The lines of an element; a list is the element again for each of its items. */
function written(name: string, value: unknown, pad: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => written(name, item, pad));
  nameOf(name);
  if (typeof value !== "object" || value === null) {
    const text = content(textOf(value));
    return [text === "" ? `<${name}/>` : `<${name}>${text}</${name}>`];
  }
  const members = Object.entries(value);
  const attributes = members.filter(([key]) => key.startsWith("@"))
    .map(([key, item]) => ` ${nameOf(key.slice(1))}="${escaped(textOf(item))}"`).join("");
  const inner = members.filter(([key]) => !key.startsWith("@") && key !== "#text")
    .flatMap(([key, item]) => written(key, item, pad));
  const text = content(textOf((value as any)["#text"]));
  if (inner.length === 0) return [text === "" ? `<${name}${attributes}/>` : `<${name}${attributes}>${text}</${name}>`];
  return [
    `<${name}${attributes}>`,
    ...(text === "" ? [] : [pad + text]),
    ...inner.map((line) => pad + line),
    `</${name}>`,
  ];
}

export default function (_env: any, params: any) {
  switch (params.action ?? "Parse XML") {
    case "Parse XML": {
      const reading = readingOf(params);
      const root = parseXML("XML", String(required(params.xml, "xml")));
      const name = reading.name(root.name);
      return { ...none, root: name, value: { [name]: valueOf(root, reading) } };
    }
    case "Find Elements": {
      const reading = readingOf(params);
      const limit = limitOf(params.limit, 1000);
      const root = parseXML("XML", String(required(params.xml, "xml")));
      const elements = found(root, String(required(params.elementPath, "elementPath")), reading);
      const values = elements.slice(0, limit).map((element) => valueOf(element, reading));
      return {
        ...none,
        root: reading.name(root.name),
        elements: values,
        count: values.length,
        hasMore: elements.length > limit,
      };
    }
    case "Create XML": {
      const value = json(params.value, "value");
      const members = Object.entries(typeof value === "object" && value !== null ? value : {});
      if (members.length !== 1 || Array.isArray(members[0][1])) {
        throw new NodeError("XML", {
          message: '"value" is not valid: expected an object with one member, the root element',
        });
      }
      const [[root, inner]] = members;
      const isIndented = flag(params.indent) ?? false;
      const lines = [
        ...(flag(params.declaration) ?? true ? ['<?xml version="1.0" encoding="UTF-8"?>'] : []),
        ...written(root, inner, isIndented ? "  " : ""),
      ];
      const xml = isIndented ? lines.join("\n") + "\n" : lines.join("");
      return { ...none, root, xml: keepable("XML", xml) };
    }
    default:
      throw unknownAction("XML", params.action);
  }
}
