import { texts } from "../texts";
import type { Standing } from "./nodeFacts";

const tones: Record<Standing, string> = {
  revoked: "bad",
  withdrawn: "bad",
  deprecated: "wait",
  unavailable: "plain",
  update: "busy-still",
  installed: "good",
  available: "plain",
};

/** The one thing about a node that a list has to show; nothing for one that can be installed. */
export function StandingBadge({ standing }: { standing: Standing }) {
  const text = texts.marketplace.standings[standing];
  return text ? <span className={`badge badge-${tones[standing]}`}>{text}</span> : null;
}
