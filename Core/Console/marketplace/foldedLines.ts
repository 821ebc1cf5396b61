/**
 * The beginning of a changelog, and what is older. It is cut before a heading, so that a version stays whole, where one begins in
 * the first lines; a text with few lines is not cut.
 *
 * @param most Lines of the beginning.
 */
export function foldedLines(text: string, most: number): { start: string; rest: string } {
  const lines = text.trim().split(/\r?\n/);
  if (lines.length <= most) return { start: lines.join("\n"), rest: "" };
  let end = most;
  // The first heading is the title, or the newest version.
  while (end > 1 && !lines[end].startsWith("#")) end--;
  if (end <= 1) end = most;
  return { start: lines.slice(0, end).join("\n").trimEnd(), rest: lines.slice(end).join("\n").trimEnd() };
}
