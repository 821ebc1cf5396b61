/** The initial of a node, in a colour of its own: a list has no icons, and their colours help to find one again. */
export function NodeMark({ name }: { name: string }) {
  const hue = [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 8, 0);
  return <span className={`node-mark node-mark-${hue}`} aria-hidden="true">{[...name][0]?.toUpperCase()}</span>;
}
