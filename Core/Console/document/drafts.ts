import { type History, isSteps, mostSteps } from "./history";
import { isObject, type Json, readJSON, writeJSON } from "./json";
import type { EditorState, Layout } from "./model";
import { openDocument } from "./open";

/** What is not saved as a version yet, with the version that it began from. */
export interface Draft {
  readonly base: string | null;
  readonly state: EditorState;
  readonly savedAt: number;
  /** Which tab wrote it. */
  readonly tab: string;
}

/** How a draft of the browser stands to the server's. */
export interface DraftMark {
  /** The tag of the server's draft that it follows; `null` if the server has none. */
  readonly tag: string | null;
  /** Whether the server has all of it. */
  readonly isSaved: boolean;
}

/** Keeps drafts in the browser: the document for all tabs, the steps that can be undone for this one. */
export class Drafts {
  constructor(
    private readonly documents: Pick<Storage, "getItem" | "setItem" | "removeItem">,
    private readonly steps: Pick<Storage, "getItem" | "setItem" | "removeItem">,
    readonly tab: string,
    /** Whose drafts they are: others who use the browser see none of them. */
    private readonly person: string,
  ) {}

  key(workflowId: string): string {
    return `millrace.draft.${this.person}.${workflowId}`;
  }

  read(workflowId: string): Draft | undefined {
    this.adopt(workflowId);
    return readDraft(this.documents.getItem(this.key(workflowId)));
  }

  /** - Returns: Whether the browser had space for it. */
  write(workflowId: string, base: string | null, history: History, now: number): boolean {
    const { document, layout } = history.present;
    const text = writeJSON({ base, document, layout, savedAt: now, tab: this.tab } as unknown as Json);
    try {
      this.documents.setItem(this.key(workflowId), text);
    } catch {
      return false;
    }
    this.writeSteps(workflowId, history, now);
    return true;
  }

  /** The steps of this tab for a draft that it wrote itself. */
  readSteps(workflowId: string, draft: Draft): Pick<History, "steps" | "position"> | undefined {
    const value = parse(this.steps.getItem(this.key(workflowId)));
    if (!isObject(value) || value.savedAt !== draft.savedAt || draft.tab !== this.tab) return undefined;
    const { steps, position } = value;
    if (!isSteps(steps) || typeof position !== "number" || position < 0 || position > steps.length) return undefined;
    return { steps, position };
  }

  /** Apart from the draft: other tabs are told of drafts that change, and not of drafts that were sent. */
  writeMark(workflowId: string, mark: DraftMark): void {
    // A mark of nothing would only take space.
    if (this.documents.getItem(this.key(workflowId)) === null) {
      return this.documents.removeItem(this.markKey(workflowId));
    }
    try {
      this.documents.setItem(this.markKey(workflowId), JSON.stringify({ ...mark, tab: this.tab }));
    } catch {
      // Without it the draft counts as one that was not sent.
      this.documents.removeItem(this.markKey(workflowId));
    }
  }

  /** The mark of a draft; `undefined` if the tab that wrote the draft left none. */
  readMark(workflowId: string, draft: Draft): DraftMark | undefined {
    const value = parse(this.documents.getItem(this.markKey(workflowId)));
    if (!isObject(value) || value.tab !== draft.tab) return undefined;
    return { tag: typeof value.tag === "string" ? value.tag : null, isSaved: value.isSaved === true };
  }

  private markKey(workflowId: string): string {
    return `millrace.draft-mark.${this.person}.${workflowId}`;
  }

  remove(workflowId: string): void {
    this.documents.removeItem(this.markKey(workflowId));
    this.documents.removeItem(this.key(workflowId));
    this.steps.removeItem(this.key(workflowId));
  }

  /** Takes over a draft of an earlier release, which did not say whose it was. */
  private adopt(workflowId: string): void {
    const old = `millrace.draft.${workflowId}`;
    for (const storage of [this.documents, this.steps]) {
      const text = storage.getItem(old);
      if (text === null) continue;
      storage.removeItem(old);
      // The space that it had is free again.
      if (storage.getItem(this.key(workflowId)) === null) storage.setItem(this.key(workflowId), text);
    }
  }

  /** As many of the last steps as there is space for. */
  private writeSteps(workflowId: string, history: History, savedAt: number) {
    for (let kept = mostSteps; kept >= 1; kept = Math.floor(kept / 2)) {
      const first = Math.max(0, history.position - kept);
      const steps = history.steps.slice(first, Math.max(history.position, first + kept));
      try {
        const value = { steps, position: history.position - first, savedAt };
        this.steps.setItem(this.key(workflowId), writeJSON(value as unknown as Json));
        return;
      } catch {
        // No space for so many: fewer are kept.
      }
    }
    this.steps.removeItem(this.key(workflowId));
  }
}

export function readDraft(text: string | null): Draft | undefined {
  const value = parse(text);
  if (!isObject(value) || !isObject(value.document)) return undefined;
  const state = openDocument(value.document);
  if (!state || typeof value.savedAt !== "number") return undefined;
  const layout = isObject(value.layout) ? { ...state.layout, ...value.layout as unknown as Layout } : state.layout;
  const base = typeof value.base === "string" ? value.base : null;
  return { base, state: { ...state, layout }, savedAt: value.savedAt, tab: String(value.tab) };
}

function parse(text: string | null): Json | undefined {
  if (text === null) return undefined;
  try {
    return readJSON(text);
  } catch {
    return undefined;
  }
}
