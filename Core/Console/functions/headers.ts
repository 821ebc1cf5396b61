export interface Header {
  name: string;
  value: string;
}

/** The headers of a request, written one a line as in HTTP; `undefined` if a line is none. */
export function headersOf(text: string): Header[] | undefined {
  const headers: Header[] = [];
  for (const line of text.split("\n")) {
    if (!line.trim()) continue;
    // RFC 9110, sections 5.1 and 5.5; what is not ASCII is in no header that servers agree on.
    const match = /^\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*:\s*([ -~]*?)\s*$/.exec(line);
    if (!match) return undefined;
    headers.push({ name: match[1], value: match[2] });
  }
  return headers;
}

/** The text of a response's body: JSON is indented. */
export function bodyText(body: string, headers: readonly Header[]): string {
  const type = headers.find(({ name }) => name.toLowerCase() === "content-type")?.value ?? "";
  if (!/[/+]json\b/i.test(type)) return body;
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
