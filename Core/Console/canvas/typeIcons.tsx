/** The strokes of the built-in nodes' icons, in a square of 20. */
const strokes: Readonly<Record<string, string>> = {
  step: "M7 6l-4 4 4 4M13 6l4 4-4 4",
  sleep: "M10 4v6l4 2M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15z",
  sleep_until: "M4 5h12v11H4zM4 8.5h12M7 3v3M13 3v3",
  branch: "M10 3v4M10 7c0 4-5 3-5 8M10 7c0 4 5 3 5 8M3 13l2 2.5L7 13M13 13l2 2.5 2-2.5",
  parallel: "M5 4v12M10 4v12M15 4v12",
  race: "M5 17V3h9l-2 3.5 2 3.5H5",
  try_catch: "M10 2.5l6 2v5c0 4-2.5 6.5-6 8-3.5-1.500-6-4-6-8v-5z",
  loop: "M4 10a6 6 0 0 1 10.500-4M16 10a6 6 0 0 1-10.500 4M14.500 2.500V6H11M5.500 17.500V14H9",
  break: "M4 4h12v12H4zM7 7l6 6M13 7l-6 6",
  http_request:
    "M10 2.500a7.500 7.500 0 1 0 0 15 7.500 7.500 0 0 0 0-15zM2.500 10h15M10 2.500c-5 5-5 10 0 15M10 2.500c5 5 5 10 0 15",
  wait_for_event:
    "M10 3a4.500 4.500 0 0 1 4.500 4.500V12l1.500 2H4l1.500-2V7.500A4.500 4.500 0 0 1 10 3zM8.500 16.500h3",
  sub_workflow: "M3 3h6v5H3zM11 12h6v5h-6zM6 8v6.500h5",
  sub_script: "M8 4C5.500 4 6.500 10 4 10c2.500 0 1.500 6 4 6M12 4c2.500 0 1.500 6 4 6-2.500 0-1.500 6-4 6",
};

/** The icon of a node: that of a plugin's node is an image of its own. */
export function TypeIcon({ type, icon }: { type: string; icon?: string | undefined }) {
  if (icon) return <img className="type-icon" src={icon} alt="" />;
  return (
    <svg className="type-icon" viewBox="0 0 20 20" aria-hidden="true">
      <path d={strokes[type] ?? "M10 2.500l6.500 3.750v7.500L10 17.500l-6.500-3.750v-7.500z"} />
    </svg>
  );
}
