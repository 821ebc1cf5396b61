import type { WorkflowDocument } from "./model";

/** What an expression can begin with that is not a node. */
const reserved = new Set(["event", "trigger", "env", "global", "err", "item", "i"]);

/** A name that is not taken: the wanted one, or that with the first free number. */
export function free(wanted: string, taken: Iterable<string>): string {
  const names = new Set(taken);
  if (!names.has(wanted)) return wanted;
  const stem = wanted.replace(/_\d+$/, "");
  for (let number = 2;; number++) if (!names.has(`${stem}_${number}`)) return `${stem}_${number}`;
}

/** An id for a node: letters, digits and `_`, no reserved word, not taken. */
export function freeId(document: WorkflowDocument, wanted: string): string {
  const stem = wanted.trim().toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "") || "node";
  return free(reserved.has(stem) ? `${stem}_node` : stem, document.nodes.map((node) => node.id));
}

/** A name for people that no other node has. */
export function freeName(document: WorkflowDocument, wanted: string): string {
  const names = new Set(document.nodes.map((node) => node.name));
  if (!names.has(wanted)) return wanted;
  const stem = wanted.replace(/ \d+$/, "");
  for (let number = 2;; number++) if (!names.has(`${stem} ${number}`)) return `${stem} ${number}`;
}
