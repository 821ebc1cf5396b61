import { hasExpression } from "./expression";

/**
 * Reads what was written in a field of JSON; `undefined` for nothing.
 *
 * @param expressions Whether the text may be an expression, which is a value too.
 */
export function readJSON(text: string, expressions = false): { value?: unknown; problem?: string } {
  if (text.trim() === "") return { value: undefined };
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    if (expressions && hasExpression(text)) return { value: text };
    return { problem: `is not valid JSON${place(text, String(error))}` };
  }
}

/** The text of a value: an expression as it is, everything else as indented JSON. */
export function writeJSON(value: unknown): string {
  if (value === undefined) return "";
  return hasExpression(value) ? String(value) : JSON.stringify(value, null, 2);
}

/** Where the text is wrong, if the browser says: V8 leaves it out of what it quotes, which is short. */
function place(text: string, message: string): string {
  const [, line, column] = /line (\d+) column (\d+)/.exec(message) ?? [];
  if (line !== undefined) return `: line ${line}, column ${column}`;
  const offset = /position (\d+)/.exec(message)?.[1] ?? (/end of JSON/.test(message) ? text.length : undefined);
  if (offset === undefined) return "";
  const lines = text.slice(0, Number(offset)).split("\n");
  return `: line ${lines.length}, column ${lines[lines.length - 1].length + 1}`;
}
