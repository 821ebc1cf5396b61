import { NodeError } from "./error.ts";

/** An element of an XML document: names keep their prefix. */
export interface XMLElement {
  name: string;
  attributes: Record<string, string>;
  /** Elements and texts, in order. */
  children: (XMLElement | string)[];
}

/** The five entities that XML declares: Extensible Markup Language (XML) 1.0, section 4.6. */
const xmlEntities: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** The root element of a document. Document types are not read: no entity is expanded beyond XML's own. */
export function parseXML(who: string, text: string): XMLElement {
  const source = text.replace(/^\uFEFF/, "");
  const refused = (problem: string, index: number) => {
    const line = source.slice(0, index).split("\n").length;
    return new NodeError(who, {
      code: "invalid_xml",
      message: `The text is not valid XML: ${problem} in line ${line}`,
    });
  };
  const plain = (value: string, index: number) =>
    value.replace(/&([^;&\s]*);?/g, (found, name: string) => {
      if (!found.endsWith(";")) throw refused('"&" must be written as &amp;', index);
      const known = name.startsWith("#") ? numbered(name) : xmlEntities[name];
      if (known === undefined) throw refused(`unknown entity ${found}`, index);
      return known;
    });
  const open: XMLElement[] = [];
  let root: XMLElement | undefined;
  const add = (child: XMLElement | string, index: number) => {
    const parent = open.at(-1);
    if (parent) return parent.children.push(child);
    if (typeof child === "string" && child.trim() === "") return;
    if (typeof child === "string" || root) throw refused("content outside the root element", index);
    root = child;
  };
  const token =
    /<!--[^]*?-->|<\?[^]*?\?>|<!\[CDATA\[([^]*?)\]\]>|<!DOCTYPE(?:[^[>"']|"[^"]*"|'[^']*'|\[(?:"[^"]*"|'[^']*'|<!--(?:(?!-->)[^])*-->|<(?!!--)|[^\]"'<])*\])*>|<\/\s*([^\s>]+)\s*>|<([^\s/>!?=]+)((?:\s+[^\s=/>]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|[^<]+/y;
  for (let index = 0; index < source.length; index = token.lastIndex) {
    token.lastIndex = index;
    const found = token.exec(source);
    if (!found) throw refused("malformed markup", index);
    const [all, data, closed, name, attributes, isEmpty] = found;
    if (data !== undefined) add(data, index);
    else if (closed !== undefined) {
      const element = open.pop();
      if (element?.name !== closed) {
        throw refused(`</${closed}> closes ${element ? `<${element.name}>` : "nothing"}`, index);
      }
    } else if (name !== undefined) {
      const element: XMLElement = { name, attributes: Object.create(null), children: [] };
      for (const [, key, quoted] of attributes.matchAll(/([^\s=]+)\s*=\s*("[^"]*"|'[^']*')/g)) {
        if (key in element.attributes) throw refused(`a second attribute ${key}`, index);
        element.attributes[key] = plain(quoted.slice(1, -1), index);
      }
      add(element, index);
      if (isEmpty === "") open.push(element);
      if (open.length > 200) throw refused("more than 200 levels", index);
    } else if (!all.startsWith("<")) add(plain(all, index), index);
  }
  const last = open.at(-1);
  if (last) throw refused(`<${last.name}> is not closed`, source.length);
  if (!root) throw refused("no element", 0);
  return root;
}

/** The text of an element and what is in it. */
export function xmlText(element: XMLElement): string {
  return element.children.map((child) => typeof child === "string" ? child : xmlText(child)).join("");
}

/** The elements in an element, whatever their prefix; of one name, or all. */
export function xmlChildren(element: XMLElement, name?: string): XMLElement[] {
  return element.children.filter((child): child is XMLElement =>
    typeof child !== "string" && (name === undefined || localName(child.name) === name)
  );
}

/** A name without its prefix. */
export function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

function numbered(name: string): string | undefined {
  const number = /^#x[0-9a-f]+$/i.test(name)
    ? parseInt(name.slice(2), 16)
    : /^#\d+$/.test(name)
    ? Number(name.slice(1))
    : 0;
  return number > 0 && number <= 0x10ffff ? String.fromCodePoint(number) : undefined;
}
