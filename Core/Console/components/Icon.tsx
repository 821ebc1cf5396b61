/** The strokes of each icon, in a square of 16. */
const strokes = {
  add: "M8 3v10M3 8h10",
  arrange: "M6 2.500h4v3H6zM2 10.500h4v3H2zM10 10.500h4v3h-4zM8 5.500V8M4 10.500V8h8v2.500",
  check: "M3 8.5l3.5 3.5L13 4.5",
  chevronDown: "M4 6l4 4 4-4",
  chevronRight: "M6 4l4 4-4 4",
  chevronUp: "M4 10l4-4 4 4",
  close: "M4 4l8 8M12 4l-8 8",
  copy: "M6 6h7v7H6zM10 6V3H3v7h3",
  download: "M8 2.5v7M5 7l3 3 3-3M3 13h10",
  edit: "M3 13l.7-3L10.5 3.2l2.3 2.3L6 12.3z",
  error: "M8 2.2l6 10.8H2zM8 6.5v3M8 11.2v.3",
  external: "M9 3h4v4M13 3L7.5 8.5M11 9v4H3V5h4",
  filter: "M2.5 3.5h11L9.5 8.5v4l-3-1.5v-2.5z",
  fit: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
  function: "M6 3C4 3 4 5 4 6s0 2-1.5 2C4 8 4 9 4 10s0 3 2 3M10 3c2 0 2 2 2 3s0 2 1.5 2C12 8 12 9 12 10s0 3-2 3",
  help: "M6 6a2 2 0 1 1 2.6 1.9c-.4.2-.6.5-.6 1v.6M8 11.6v.2M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z",
  info: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 7v4M8 5v.2",
  lock: "M4 7h8v6H4zM5.5 7V5a2.5 2.5 0 0 1 5 0v2",
  marketplace: "M3 3h4v4H3zM9 3h4v4H9zM3 9h4v4H3zM11 9v4M9 11h4",
  menu: "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  minus: "M3 8h10",
  moon: "M13 9.5A5.5 5.5 0 1 1 6.5 3 4.5 4.5 0 0 0 13 9.5z",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  play: "M5 3l8 5-8 5z",
  redo: "M13 6.5H6.500a3.500 3.500 0 0 0 0 7H9M10 3.500l3 3-3 3",
  refresh: "M13 8a5 5 0 1 1-1.5-3.5M12 2v3H9",
  restart: "M3 8a5 5 0 1 0 1.5-3.5M4 2v3h3",
  runs: "M2 8h3l2-5 3 10 1.5-5H14",
  search: "M7 3a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM10 10l3.5 3.5",
  settings:
    "M8 5.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4zM8 2v1.8M8 12.2V14M2 8h1.8M12.2 8H14M3.8 3.8L5 5M11 11l1.2 1.2M12.2 3.8L11 5M5 11l-1.2 1.2",
  sun:
    "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1.5V3M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1 1M11.6 11.6l1 1M12.6 3.4l-1 1M4.4 11.6l-1 1",
  stop: "M4 4h8v8H4z",
  trash: "M3 4.5h10M6 4.5V3h4v1.5M4.5 4.5l.5 9h6l.5-9",
  undo: "M3 6.5h6.500a3.500 3.500 0 0 1 0 7H7M6 3.500l-3 3 3 3",
  upload: "M8 10V3M5 5.5L8 2.5l3 3M3 13h10",
  user: "M8 3a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM3 13.5c.4-2.5 2.2-4 5-4s4.6 1.5 5 4",
  workflow: "M2.5 2.5h4v4h-4zM9.5 9.5h4v4h-4zM4.5 6.5v3a2 2 0 0 0 2 2h3",
} as const;

export type IconName = keyof typeof strokes;

/** An icon beside a text, or within a control that has a label. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className={`icon icon-${name}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={strokes[name]} />
    </svg>
  );
}
