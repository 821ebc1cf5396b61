import { request } from "../api/client";
import type { Node } from "../api/types";
import { urlOf } from "../api/url";
import type { TypeFacts } from "../canvas/Canvas";
import { svgImage } from "../components/svgImage";
import type { JsonObject } from "../document/json";
import type { WorkflowDocument, WorkflowNode } from "../document/model";
import { freeId, freeName } from "../document/names";

export type NodeTypes = ReadonlyMap<string, Node>;

/** All node types that the organization's documents can use. */
export async function loadNodeTypes(): Promise<NodeTypes> {
  const types = new Map<string, Node>();
  let cursor: string | null = null;
  do {
    const url: string = urlOf("/api/nodes", undefined, { limit: 100, cursor });
    const { value } = await request("get", url);
    const page = value as { data: Node[]; nextCursor: string | null };
    for (const node of page.data) types.set(node.id, node);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return types;
}

/** What a type is called, and its icon as the address of an image. */
export function factsOf(types: NodeTypes): ReadonlyMap<string, TypeFacts> {
  return new Map([...types].map(([id, { name, icon }]) => [id, { name, icon: icon && svgImage(icon) }]));
}

/** What new nodes of the built-in types have, so that they run as they are. */
const initial: Readonly<Record<string, JsonObject>> = {
  step: { code: "return {};" },
  sleep: { duration: "1 minute" },
  branch: { branches: [{ label: "yes", condition: "true" }, { label: "no", condition: "" }] },
  loop: { loopType: "forEach", collection: "[]" },
  http_request: { method: "GET", url: "" },
  wait_for_event: { eventType: "event", timeout: "24 hours" },
};

export function newNode(document: WorkflowDocument, type: Node, provider: string): WorkflowNode {
  return {
    id: freeId(document, type.name),
    type: type.id,
    name: freeName(document, type.name),
    version: type.version,
    provider: document.nodes[0]?.provider ?? provider,
    data: initial[type.id] ?? {},
  };
}

/** The types that fit words, the best first. */
export function searchTypes(types: NodeTypes, text: string, kind: "workflow" | "script"): Node[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const rank = (node: Node) => {
    const name = node.name.toLowerCase();
    const rest = [node.id, node.category, node.description, ...node.tags].join(" ").toLowerCase();
    if (!words.every((word) => name.includes(word) || rest.includes(word))) return -1;
    const inName = words.filter((word) => name.includes(word)).length;
    return (node.category === "Core" ? 1 : 0) + inName * 4 + (words[0] && name.startsWith(words[0]) ? 8 : 0);
  };
  const waits = new Set(["sleep", "sleep_until", "wait_for_event"]);
  return [...types.values()]
    .filter((node) => kind === "workflow" || !waits.has(node.id))
    .map((node) => ({ node, rank: rank(node) }))
    .filter((entry) => entry.rank >= 0)
    .sort((left, right) => right.rank - left.rank)
    .map((entry) => entry.node);
}
