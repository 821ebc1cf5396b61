import { texts } from "../texts";

const tones: Record<string, "good" | "bad" | "busy" | "wait"> = {
  active: "good",
  complete: "good",
  delivered: "good",
  deployed: "good",
  granted: "good",
  succeeded: "good",
  errored: "bad",
  failed: "bad",
  missing: "bad",
  running: "busy",
  paused: "wait",
  pending: "wait",
  queued: "wait",
  waiting: "wait",
};

/** A status as the API names it, in a word and a colour. */
export function StatusBadge({ status }: { status: string }) {
  return <span className={`badge badge-${tones[status] ?? "plain"}`}>{texts.statuses[status] ?? status}</span>;
}
