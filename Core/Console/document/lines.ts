export interface Line {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
}

/** The differences of two texts line by line, by the longest common subsequence of what is not the same at both ends. */
export function lineDifference(before: string, after: string): readonly Line[] {
  const old = before.split("\n"), now = after.split("\n");
  let start = 0, end = 0;
  const most = Math.min(old.length, now.length);
  while (start < most && old[start] === now[start]) start++;
  while (end < most - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end++;
  const middle = compare(old.slice(start, old.length - end), now.slice(start, now.length - end));
  const same = (lines: readonly string[]) => lines.map((text): Line => ({ kind: "same", text }));
  return [...same(old.slice(0, start)), ...middle, ...same(old.slice(old.length - end))];
}

/** The table of a longer comparison would take too much memory: then all lines are removed and added. */
const mostCells = 4_000_000;

function compare(old: readonly string[], now: readonly string[]): Line[] {
  const width = now.length + 1;
  const lines: Line[] = [];
  const put = (kind: Line["kind"], text: string) => lines.push({ kind, text });
  if ((old.length + 1) * width > mostCells) {
    old.forEach((text) => put("removed", text));
    now.forEach((text) => put("added", text));
    return lines;
  }
  const lengths = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      lengths[i * width + j] = old[i] === now[j]
        ? lengths[(i + 1) * width + j + 1] + 1
        : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
    }
  }
  let i = 0, j = 0;
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      put("same", old[i]);
      i++, j++;
    } else if (j >= now.length || (i < old.length && lengths[(i + 1) * width + j] >= lengths[i * width + j + 1])) {
      put("removed", old[i++]);
    } else put("added", now[j++]);
  }
  return lines;
}

/** Only what differs, with some lines around it; `undefined` stands for lines that were left out. */
export function hunks(lines: readonly Line[], around = 3): readonly (Line | undefined)[] {
  const isNear = new Uint8Array(lines.length);
  lines.forEach((line, index) => {
    if (line.kind === "same") return;
    isNear.fill(1, Math.max(0, index - around), index + around + 1);
  });
  const shown: (Line | undefined)[] = [];
  lines.forEach((line, index) => {
    if (isNear[index]) shown.push(line);
    else if (index === 0 || isNear[index - 1]) shown.push(undefined);
  });
  return shown;
}
