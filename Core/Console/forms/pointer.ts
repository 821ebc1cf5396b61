import type { Problem } from "./field";

/** Appends a member or an element to a JSON pointer (RFC 6901). */
export function append(pointer: string, part: string | number): string {
  return `${pointer}/${String(part).replace(/~/g, "~0").replace(/\//g, "~1")}`;
}

/** The problems of what a pointer leads to, or of something in it. */
export function problemsAt(problems: readonly Problem[], pointer: string): Problem[] {
  return problems.filter((problem) => problem.pointer === pointer || problem.pointer.startsWith(`${pointer}/`));
}

/** The problems that no field of a form shows: a form lists them above its fields. */
export function problemsElsewhere(problems: readonly Problem[], pointers: readonly string[]): Problem[] {
  return problems.filter((problem) => !pointers.some((pointer) => problemsAt([problem], pointer).length > 0));
}
