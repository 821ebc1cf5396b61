// Common Format and MIME Type for CSV Files: https://www.rfc-editor.org/rfc/rfc4180, section 2
import { flag, json, keepable, limitOf, list, NodeError, required, unknownAction } from "@millrace/node";

const none = { rows: null, columns: null, hasMore: null, text: null };

function delimiterOf(value: unknown): string {
  const delimiter = /^(tab|\\t)$/i.test(String(value)) ? "\t" : String(value || ",");
  if (delimiter.length === 1 && !/["\r\n]/.test(delimiter)) return delimiter;
  throw new NodeError("CSV", {
    message: `"delimiter" is not valid: expected one character other than a quote or line end`,
  });
}

/** The records of a text: a quoted value may hold delimiters, line ends and doubled quotes. */
function* records(text: string, delimiter: string): Generator<string[]> {
  const source = text.replace(/^\uFEFF/, "");
  let record: string[] = [];
  let [index, line] = [0, 1];
  while (index < source.length) {
    let value = "";
    if (source[index] === '"') {
      const first = line;
      for (index += 1;; index += 2) {
        const end = source.indexOf('"', index);
        if (end < 0) {
          throw new NodeError("CSV", { code: "invalid_csv", message: `The quote in line ${first} is not closed` });
        }
        const part = source.slice(index, end);
        line += part.split("\n").length - 1;
        value += part;
        index = end;
        if (source[end + 1] !== '"') break;
        value += '"';
      }
      index += 1;
      if (index < source.length && source[index] !== delimiter && !/[\r\n]/.test(source[index])) {
        throw new NodeError("CSV", { code: "invalid_csv", message: `Text after a closing quote in line ${line}` });
      }
    } else {
      const start = index;
      while (index < source.length && source[index] !== delimiter && source[index] !== "\n" && source[index] !== "\r") {
        index += 1;
      }
      value = source.slice(start, index);
    }
    record.push(value);
    if (source[index] === delimiter) {
      index += 1;
      // A delimiter at the end of the text is followed by an empty value.
      if (index < source.length) continue;
      record.push("");
    }
    if (source[index] === "\r" && source[index + 1] === "\n") index += 1;
    index += 1;
    line += 1;
    // An empty line is no record of one empty value.
    if (record.length > 1 || value !== "" || source[index - 2] === '"') yield record;
    record = [];
  }
}

/** A value of the text: what only looks like a number, such as 007 and ids that a number cannot hold, stays a text. */
function converted(text: string): unknown {
  if (text === "") return null;
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === "true";
  const isNumber = /^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(text);
  return isNumber ? Number(text) : text;
}

function parse(params: any) {
  const limit = limitOf(params.limit, 10_000);
  const valueOf = (text: string) => {
    const value = flag(params.trim) ? text.trim() : text;
    return flag(params.convert) ? converted(value) : value;
  };
  const source = records(String(required(params.text, "text")), delimiterOf(params.delimiter));
  const columns = flag(params.hasHeader) ?? true
    ? (source.next().value ?? []).map((name: string) => name.trim())
    : null;
  const rows: unknown[] = [];
  for (const record of source) {
    if (rows.length === limit) return { ...none, columns, rows, count: limit, hasMore: true };
    rows.push(columns ? Object.fromEntries(named(columns, record, valueOf)) : record.map(valueOf));
  }
  return { ...none, columns, rows, count: rows.length, hasMore: false };
}

/** Values by column. A second column of a name, and values beyond the header, are numbered: nothing is lost. */
function named(columns: string[], record: string[], valueOf: (text: string) => unknown): [string, unknown][] {
  const seen = new Set<string>();
  return Array.from({ length: Math.max(columns.length, record.length) }, (_, index) => {
    const name = columns[index] || `column${index + 1}`;
    const unique = seen.has(name) ? `${name}_${index + 1}` : name;
    seen.add(unique);
    return [unique, valueOf(record[index] ?? "")];
  });
}

/** A value as text; texts that begin like a formula: OWASP, CSV Injection. */
function cell(value: unknown, delimiter: string, escapes: boolean): string {
  const plain = value === undefined || value === null
    ? ""
    : typeof value === "object"
    ? JSON.stringify(value)
    : String(value);
  const isFormula = typeof value === "string" && /^[=+\-@\t\r]/.test(plain) && !Number.isFinite(Number(plain));
  const text = escapes && isFormula ? `'${plain}` : plain;
  const isQuoted = text.includes(delimiter) || /["\r\n]|^\s|\s$/.test(text);
  return isQuoted ? `"${text.replaceAll('"', '""')}"` : text;
}

function create(params: any) {
  const rows = json(params.rows, "rows");
  if (!Array.isArray(rows)) throw new NodeError("CSV", { message: '"rows" is not a list' });
  const objects = rows.filter((row) => !Array.isArray(row));
  if (objects.some((row) => typeof row !== "object" || row === null)) {
    throw new NodeError("CSV", { message: '"rows" is not valid: each row must be an object or a list' });
  }
  const wanted = list(params.columns);
  const columns = wanted.length > 0 ? wanted : [...new Set(objects.flatMap((row) => Object.keys(row)))];
  const [delimiter, escapes] = [delimiterOf(params.delimiter), flag(params.escapeFormulas) ?? true];
  const lines = rows.map((row) => Array.isArray(row) ? row : columns.map((name) => row[name]));
  if ((flag(params.hasHeader) ?? true) && columns.length > 0) lines.unshift(columns);
  const end = params.lineEnd === "LF" ? "\n" : "\r\n";
  // A line of one empty value would be read as none.
  const line = (values: unknown[]) => values.map((value) => cell(value, delimiter, escapes)).join(delimiter) || '""';
  const text = lines.map((values) => line(values) + end).join("");
  return { ...none, columns, count: rows.length, text: keepable("CSV", text) };
}

export default function (_env: any, params: any) {
  switch (params.action ?? "Parse CSV") {
    case "Parse CSV":
      return parse(params);
    case "Create CSV":
      return create(params);
    default:
      throw unknownAction("CSV", params.action);
  }
}
