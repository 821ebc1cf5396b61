import { ApiError } from "../api/ApiError";
import { request, sendForReply } from "../api/client";
import { urlOf } from "../api/url";
import { isObject, type Json, readJSON } from "../document/json";
import { type EditorState, type Layout, nodeOf, type Point, type WorkflowDocument } from "../document/model";
import { openDocument } from "../document/open";

const path = "/api/workflows/{workflowId}/draft";
const layoutPath = "/api/workflows/{workflowId}/layout";

/** The draft that the server keeps for all who edit the workflow. */
export interface SavedDraft {
  readonly tag: string;
  readonly base: string | null;
  /** Who saved it last, where that is known. */
  readonly author: string | null;
  readonly savedAt: string;
  /** `undefined` if the document has not the form of one: a program may save any object. */
  readonly state: EditorState | undefined;
}

/** Where nodes are drawn, as the server has it. */
export interface SavedLayout {
  readonly nodes: Layout;
  /** Of other programs: the console fits what it opens. */
  readonly viewport: unknown;
  readonly savedAt: string | null;
}

/** `undefined` without a draft. */
export async function loadDraft(workflowId: string): Promise<SavedDraft | undefined> {
  try {
    const reply = await request("get", urlOf(path, { workflowId }), undefined, { parse: readJSON });
    const value = reply.value as {
      document: Json;
      baseVersionId: string | null;
      author: { name: string } | null;
      updatedAt: string;
    };
    return {
      tag: stateOf(reply.tag),
      base: value.baseVersionId,
      author: value.author?.name ?? null,
      savedAt: value.updatedAt,
      state: openDocument(value.document),
    };
  } catch (error) {
    if (error instanceof ApiError && error.code === "draft.notFound") return undefined;
    throw error;
  }
}

/**
 * @param tag Of the draft that it replaces; `null` for the first one.
 * @returns The tag of the saved draft.
 */
export async function saveDraft(
  workflowId: string,
  document: WorkflowDocument,
  baseVersionId: string | null,
  tag: string | null,
): Promise<string> {
  const body = { document: document as never, baseVersionId };
  const condition = tag === null ? { ifNoneMatch: "*" as const } : { ifMatch: `"${tag}"` };
  const reply = await sendForReply("put", path, { path: { workflowId }, body }, condition);
  return stateOf(reply.tag);
}

export async function discardDraft(workflowId: string, tag: string): Promise<void> {
  await request("delete", urlOf(path, { workflowId }), undefined, { ifMatch: `"${tag}"` });
}

export async function loadLayout(workflowId: string): Promise<SavedLayout> {
  const { value } = await request("get", urlOf(layoutPath, { workflowId }));
  const { nodes, viewport, updatedAt } = value as { nodes: Layout; viewport: unknown; updatedAt: string | null };
  return { nodes, viewport, savedAt: updatedAt };
}

export async function saveLayout(workflowId: string, state: EditorState, viewport: unknown): Promise<void> {
  const nodes: Record<string, Point> = {};
  for (const { id } of state.document.nodes) if (state.layout[id]) nodes[id] = state.layout[id] as Point;
  await request("put", urlOf(layoutPath, { workflowId }), { nodes, viewport });
}

/**
 * A state with its nodes where the server has them.
 * @param since When the document was saved, which has positions itself: those of a newer layout win.
 */
export function withLayout(state: EditorState, layout: SavedLayout, since: string): EditorState {
  const isNewer = layout.savedAt !== null && layout.savedAt >= since;
  const places = Object.entries(layout.nodes).filter(([id]) => {
    const node = nodeOf(state.document, id);
    return node && (isNewer || !isObject(node.position));
  });
  return places.length ? { ...state, layout: { ...state.layout, ...Object.fromEntries(places) } } : state;
}

/** The part of a tag that names the resource's state: responses of different requests have it in common. */
function stateOf(tag: string | null): string {
  return /"([^"-]*)/.exec(tag ?? "")?.[1] ?? "";
}
