import { expressionsIn } from "./expressions";

/** The variable that has a node's value in code: its id, with `_` for what a JavaScript name cannot have. */
export function variableOf(id: string): string {
  const variable = id.replace(/[^A-Za-z0-9_$]/g, "_");
  return /^[0-9]/.test(variable) ? `_${variable}` : variable;
}

interface Name {
  readonly text: string;
  readonly start: number;
  /** The last character before it that is not white space, and the next one after it. */
  readonly before: string;
  readonly after: string;
}

/** Renames a variable that code reads. Code that declares the name itself is left alone: there it is another variable. */
export function renameVariable(code: string, from: string, to: string): string {
  if (!code.includes(from)) return code;
  const names = namesIn(code).filter((name) => name.text === from && name.before !== ".");
  if (names.some((name) => declares(code, name))) return code;
  let result = "", position = 0;
  for (const { start, before, after } of names) {
    const isMember = (before === "{" || before === ",") && after === ":";
    if (isMember) continue;
    const isShorthand = (before === "{" || before === ",") && (after === "," || after === "}") &&
      isInObject(code, start);
    result += code.slice(position, start) + (isShorthand ? `${from}: ${to}` : to);
    position = start + from.length;
  }
  return result + code.slice(position);
}

function declares(code: string, { start, text, after }: Name): boolean {
  const before = code.slice(0, start);
  if (/\b(?:const|let|var|function|class)\s*(?:[{[][^;={]*)?$/.test(before)) return true;
  const rest = code.slice(start + text.length);
  if (after === "=" && /^\s*=>/.test(rest)) return true;
  return /\([^()]*$/.test(before) && /^[^()]*\)\s*(?:=>|\{)/.test(rest) &&
    !/\b(?:if|while|switch|for)\s*\([^()]*$/.test(before);
}

/** Whether the innermost bracket around a place is one of an object, and not of a block. */
function isInObject(code: string, place: number): boolean {
  let depth = 0;
  for (let index = place - 1; index >= 0; index--) {
    const character = code[index];
    if (")]}".includes(character)) depth++;
    else if ("([{".includes(character)) {
      if (depth-- > 0) continue;
      return character === "{" && /(?:[=(,:?[]|\breturn|=>\s*\()\s*$/.test(code.slice(0, index)) &&
        !/=>\s*$/.test(code.slice(0, index));
    }
  }
  return false;
}

/** Names outside strings, comments and regular expressions; what stands in `${…}` of a template is code. */
function namesIn(code: string): Name[] {
  const names: Name[] = [];
  const expressions = new Map(expressionsIn(code).map(({ start, end }) => [start, end]));
  const templates: number[] = [];
  let depth = 0, index = 0, before = "";
  const skipTemplate = () => {
    while (index < code.length) {
      if (code[index] === "\\") index += 2;
      else if (code[index] === "`") return void index++;
      else if (code.startsWith("${", index)) {
        index += 2;
        return void templates.push(depth++);
      } else index++;
    }
  };
  while (index < code.length) {
    const character = code[index];
    const end = expressions.get(index);
    if (end !== undefined) {
      index = end;
      before = "}}";
      continue;
    }
    const word = /^[A-Za-z_$][\w$]*/.exec(code.slice(index, index + 300));
    if (word) {
      const isSpread = before === "." && code.slice(0, index).trimEnd().endsWith("...");
      const after = /^\s*(\?\.|.)?/s.exec(code.slice(index + word[0].length, index + word[0].length + 200))?.[1] ?? "";
      names.push({ text: word[0], start: index, before: isSpread ? "..." : before, after });
      index += word[0].length;
      before = word[0];
    } else if (/\s/.test(character)) index++;
    else if (character === '"' || character === "'") {
      const string = /^(["'])(?:\\.|(?!\1)[^\\\n])*\1?/s.exec(code.slice(index))!;
      index += Math.max(1, string[0].length);
      before = character;
    } else if (character === "`") {
      index++;
      skipTemplate();
      before = "`";
    } else if (code.startsWith("//", index)) {
      const end = code.indexOf("\n", index);
      index = end < 0 ? code.length : end;
    } else if (code.startsWith("/*", index)) {
      const end = code.indexOf("*/", index);
      index = end < 0 ? code.length : end + 2;
    } else if (character === "/" && (before === "" || "(,=:[!&|?{};+-*%<>~^".includes(before) || before === "return")) {
      const pattern = /^\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/.exec(code.slice(index));
      index += pattern ? pattern[0].length : 1;
      before = "/";
    } else if (character === "}" && templates.length > 0 && templates[templates.length - 1] === depth - 1) {
      depth = templates.pop()!;
      index++;
      skipTemplate();
      before = "`";
    } else {
      if (character === "{") depth++;
      if (character === "}") depth--;
      before = character;
      index++;
    }
  }
  return names;
}
