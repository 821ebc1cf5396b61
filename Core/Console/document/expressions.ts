/** A path between `{{` and `}}`, and where its root stands in the text. */
export interface Expression {
  readonly start: number;
  readonly end: number;
  readonly root: string;
  readonly rootStart: number;
}

const name = "[A-Za-z0-9_$\\-\\u0080-\\uffff]+";
const key = "\\[\\s*(?:[0-9]+|'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\")\\s*\\]";
const expression = new RegExp(
  `\\\\\\{\\{|\\{\\{(\\s*)(${name})(?:\\s*${key})*(?:\\s*\\.\\s*${name}(?:\\s*${key})*)*\\s*\\}\\}`,
  "gs",
);

/** All expressions of a text, as the server's IR finds them: `\{{` is literal. */
export function expressionsIn(text: string): Expression[] {
  if (!text.includes("{{")) return [];
  return [...text.matchAll(expression)].filter((match) => match[2] !== undefined).map((match) => ({
    start: match.index!,
    end: match.index! + match[0].length,
    root: match[2],
    rootStart: match.index! + 2 + match[1].length,
  }));
}

/** The text with every expression that begins with one root beginning with another. */
export function renameRoot(text: string, from: string, to: string): string {
  let result = "", position = 0;
  for (const { root, rootStart } of expressionsIn(text)) {
    if (root !== from) continue;
    result += text.slice(position, rootStart) + to;
    position = rootStart + root.length;
  }
  return result + text.slice(position);
}
