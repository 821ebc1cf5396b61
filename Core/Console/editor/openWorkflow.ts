import { chooseDraft } from "../document/chooseDraft";
import type { Draft, DraftMark, Drafts } from "../document/drafts";
import { EditorStore } from "../document/EditorStore";
import { equalJSON } from "../document/json";
import type { EditorState } from "../document/model";
import { documentToSave, emptyDocument, openDocument } from "../document/open";
import { type SavedDraft, withLayout } from "./sharedDraft";
import type { Base } from "./useBase";
import type { LoadedWorkflow } from "./workflowDocument";

/** What the editor begins with. */
export interface OpenedWorkflow {
  readonly store: EditorStore;
  readonly base: Base;
  /** The workflow with its latest version, if the draft began from another one. */
  readonly conflict: LoadedWorkflow | null;
  /** The server's draft, if this browser has one that does not follow it, or it cannot be shown. */
  readonly theirs: SavedDraft | null;
  readonly tag: string | null;
  /** Whether this browser has changes that the server has not. */
  readonly isUnsent: boolean;
  /** Whether the latest version has not the form of a document. */
  readonly isUnreadable: boolean;
}

export function baseOf({ versionId, version, state, overview }: LoadedWorkflow): Base {
  return { versionId, version, document: state?.document ?? emptyDocument(overview.name, overview.kind) };
}

/** What was sent while the page was left is saved, although nobody was told. */
function markOf(drafts: Drafts, workflowId: string, own: Draft, shared: SavedDraft | undefined): DraftMark | undefined {
  const isSame = shared?.state && equalJSON(documentToSave(own.state), documentToSave(shared.state));
  return isSame ? { tag: shared.tag, isSaved: true } : drafts.readMark(workflowId, own);
}

/**
 * Whether what was loaded is older than what this browser knows to be at the server: another tab sent its draft while this
 * one was loading.
 */
export function isBehind(drafts: Drafts, workflowId: string, workflow: LoadedWorkflow): boolean {
  const own = drafts.read(workflowId);
  const mark = own && drafts.readMark(workflowId, own);
  return mark?.isSaved === true && mark.tag !== (workflow.draft?.tag ?? null);
}

/** Opens what this browser has not sent yet, the server's draft, or the latest version. */
export function openWorkflow(drafts: Drafts, workflowId: string, workflow: LoadedWorkflow): OpenedWorkflow {
  const shared = workflow.draft;
  const own = drafts.read(workflowId);
  const mark = own && markOf(drafts, workflowId, own, shared);
  const choice = chooseDraft(own && { base: own.base, tag: null, isSaved: false, ...mark }, shared, workflow.versionId);
  const isOwn = choice.use === "own" && own !== undefined;
  const draft = isOwn ? own : choice.use === "shared" && shared?.state ? shared : undefined;
  if (!isOwn) drafts.remove(workflowId);
  // Until somebody chooses, the draft stays based on the version that it began from.
  const base = { ...baseOf(workflow), ...(draft ? { versionId: draft.base } : {}) };
  const state: EditorState = draft?.state ?? workflow.state ?? openDocument(base.document)!;
  const isUnsent = isOwn && mark?.isSaved !== true;
  const since = (draft === undefined ? undefined : shared?.savedAt) ?? workflow.overview.currentVersion?.createdAt ??
    "";
  return {
    store: new EditorStore(
      isUnsent ? state : withLayout(state, workflow.layout, since),
      isOwn ? drafts.readSteps(workflowId, own) : undefined,
    ),
    base,
    conflict: draft && draft.base !== workflow.versionId ? workflow : null,
    theirs: shared && (choice.isConflict || (!isOwn && !shared.state)) ? shared : null,
    tag: choice.tag,
    isUnsent,
    isUnreadable: workflow.state === undefined,
  };
}
