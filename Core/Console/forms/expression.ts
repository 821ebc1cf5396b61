/** A path between `{{` and `}}`, as `ExpressionScanner` of the server reads it; what a backslash leads is text. */
const name = String.raw`[\w$\-\u0080-\u{10ffff}]+`;
const key = String.raw`\s*\[\s*(?:\d+|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s*\]`;
const part = String.raw`\s*${name}(?:${key})*\s*`;
const path = String.raw`\{\{${part}(?:\.${part})*\}\}`;

const anywhere = new RegExp(String.raw`(?:^|[^\\])${path}`, "su");
const whole = new RegExp(`^${path}$`, "su");

/** Whether a text has an expression in it, so that its value is known only when it runs. */
export function hasExpression(value: unknown): boolean {
  return typeof value === "string" && anywhere.test(value);
}

/** Whether a text is one expression and nothing else. */
export function isExpression(value: unknown): boolean {
  return typeof value === "string" && whole.test(value);
}
