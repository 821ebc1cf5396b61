/**
 * The candidate with the fewest typing errors, ignoring case; of several, the first in alphabetical order. `undefined`
 * when every candidate differs by more than a third of its letters. The same as `NearestName` of the server.
 */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  const wanted = [...name.toLowerCase()];
  let best: { name: string; distance: number } | undefined;
  for (const candidate of candidates) {
    const letters = [...candidate.toLowerCase()];
    const bound = Math.floor(Math.max(wanted.length, letters.length) / 3);
    const between = distance(wanted, letters);
    if (between > bound) continue;
    if (best && (best.distance < between || (best.distance === between && best.name <= candidate))) continue;
    best = { name: candidate, distance: between };
  }
  return best?.name;
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
function distance(left: string[], right: string[]): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, column) => column);
  left.forEach((letter, row) => {
    const current = [row + 1];
    right.forEach((other, column) => {
      let cost = Math.min(last[column] + (letter === other ? 0 : 1), last[column + 1] + 1, current[column] + 1);
      if (row > 0 && column > 0 && letter === right[column - 1] && left[row - 1] === other) {
        cost = Math.min(cost, beforeLast[column - 1] + 1);
      }
      current.push(cost);
    });
    [beforeLast, last] = [last, current];
  });
  return last[right.length];
}
