import { NodeError } from "./error.ts";
import { type Content } from "./content.ts";
import { list } from "./parameters.ts";
import { base64 } from "./signing.ts";

/** An email as its sender writes it. */
export interface Mail {
  from?: string;
  to: string[];
  cc?: string[];
  bcc?: string[];
  replyTo?: string;
  subject: string;
  text?: string;
  html?: string;
  headers?: Record<string, string | undefined>;
  files?: Content[];
}

/** Addresses from a list, or from a text with commas between; a comma in a quoted name separates nothing. */
export function addresses(value: unknown): string[] {
  if (Array.isArray(value)) return list(value);
  return (String(value ?? "").match(/(?:"(?:\\.|[^"\\])*"|<[^>]*>|[^,"<])+/g) ?? []).map((item) => item.trim()).filter(
    Boolean,
  );
}

/** A mailbox of an address: `Ada <ada@mill.test>`, or the address alone. */
export function mailbox(text: string): { name?: string; address: string } {
  const [, name, address] = text.match(/^\s*(.*?)\s*<([^<>]+)>\s*$/) ?? [undefined, undefined, text.trim()];
  if (!/^[^\s@<>,;]+@[^\s@<>,;]+$/.test(address!)) {
    throw new NodeError("Parameters", { message: `"${text}" is not a valid email address` });
  }
  return { name: name?.replace(/^"(.*)"$/, "$1").replace(/\\(.)/g, "$1") || undefined, address: address! };
}

/** The text of a message: RFC 5322, with MIME (RFC 2045 to 2047). */
export function mimeMessage(mail: Mail): string {
  const boxes = (values: string[] | undefined) =>
    values && values.length > 0
      ? values.map(mailbox).map(({ name, address }) => name ? `${encodedWord(name, true)} <${address}>` : address).join(
        ",\r\n ",
      )
      : undefined;
  const headers: Record<string, string | undefined> = {
    "From": boxes(mail.from ? [mail.from] : undefined),
    "To": boxes(mail.to),
    "Cc": boxes(mail.cc),
    "Bcc": boxes(mail.bcc),
    "Reply-To": boxes(mail.replyTo ? addresses(mail.replyTo) : undefined),
    "Subject": encodedWord(mail.subject),
    ...mail.headers,
    "MIME-Version": "1.0",
  };
  const lines = Object.entries(headers).flatMap(([name, value]) => value ? [`${name}: ${oneLine(value)}`] : []);
  const bodies = [
    ...(mail.text !== undefined && mail.text !== "" || !mail.html ? [mimeText("plain", mail.text ?? "")] : []),
    ...(mail.html ? [mimeText("html", mail.html)] : []),
  ];
  const body = bodies.length > 1 ? mimeParts("alternative", bodies) : bodies[0];
  const files = mail.files ?? [];
  return `${lines.join("\r\n")}\r\n${files.length > 0 ? mimeParts("mixed", [body, ...files.map(mimeFile)]) : body}`;
}

function mimeText(kind: "plain" | "html", text: string): string {
  return `Content-Type: text/${kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${
    folded(base64(text))
  }`;
}

function mimeFile({ name, contentType, bytes }: Content): string {
  // RFC 2231: the star is followed by the character set.
  const fileName = encodeURIComponent(name || "file").replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `Content-Type: ${oneLine(contentType)}\r\nContent-Transfer-Encoding: base64\r\n` +
    `Content-Disposition: attachment; filename*=utf-8''${fileName}\r\n\r\n${folded(base64(bytes))}`;
}

function mimeParts(kind: string, parts: string[]): string {
  const boundary = `millrace-${kind}-${crypto.randomUUID()}`;
  const inner = parts.map((part) => `--${boundary}\r\n${part}\r\n`).join("");
  return `Content-Type: multipart/${kind}; boundary="${boundary}"\r\n\r\n${inner}--${boundary}--`;
}

/** A header cannot be ended by a value: no line end stays, but for those of folding. */
function oneLine(value: string): string {
  return value.replace(/\r?\n(?! )|\r(?!\n)/g, " ");
}

/** Text that is not ASCII as an encoded word; a phrase with other characters than those of an atom is quoted. */
function encodedWord(text: string, isPhrase = false): string {
  const clean = text.replace(/[\r\n]+/g, " ");
  if (/[^\x20-\x7e]/.test(clean)) {
    // A word has 75 characters at most, of which 12 are its frame; no character is divided.
    const words: string[] = [];
    for (const character of clean) {
      const longer = (words.at(-1) ?? "") + character;
      if (words.length > 0 && base64(longer).length <= 60) words[words.length - 1] = longer;
      else words.push(character);
    }
    return words.map((word) => `=?utf-8?B?${base64(word)}?=`).join("\r\n ");
  }
  return isPhrase && /[^\w !#$%&'*+/=?^`{|}~-]/.test(clean) ? `"${clean.replace(/(["\\])/g, "\\$1")}"` : clean;
}

function folded(text: string): string {
  return text.match(/.{1,76}/g)?.join("\r\n") ?? "";
}
