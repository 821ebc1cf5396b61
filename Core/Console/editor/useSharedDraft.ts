import { useEffect, useMemo, useRef, useState } from "react";
import { ApiError } from "../api/ApiError";
import { connection } from "../api/connection";
import { cache } from "../api/queries";
import type { DraftMark } from "../document/drafts";
import type { EditorStore } from "../document/EditorStore";
import { equalJSON } from "../document/json";
import { documentToSave, withoutLayout } from "../document/open";
import { Sync } from "../document/Sync";
import { discardDraft, loadDraft, type SavedDraft, saveDraft, saveLayout } from "./sharedDraft";
import type { Base } from "./useBase";

interface Options {
  workflowId: string;
  store: EditorStore;
  base: Base;
  /** Of the server's draft that the opened one follows. */
  tag: string | null;
  /** The server's draft, if somebody has to choose between it and the opened one. */
  theirs: SavedDraft | null;
  /** Told whenever it changes, also after the editor was closed: for the copy in the browser. */
  onMark(mark: DraftMark): void;
  /** Whether the opened document has changes that the server has not. */
  isUnsent: boolean;
  /** What the layout has besides positions. */
  viewport: unknown;
}

export interface SharedDraft {
  /** Whether the server has all changes. */
  isSaved: boolean;
  /** What somebody else has saved, until one of the two is chosen. */
  theirs: SavedDraft | null;
  /** Sends the document as it is. */
  flush(): Promise<"saved" | "refused" | "failed">;
  /** The document became a version: the server has removed the draft, if `flush` sent it. */
  becameVersion(isSent: boolean): void;
  keepMine(): Promise<void>;
  /** The document is that of `theirs` now. */
  tookTheirs(): void;
}

/** Keeps the draft and the layout at the server, for all who edit the workflow. */
export function useSharedDraft(options: Options): SharedDraft {
  const { workflowId, store, viewport } = options;
  const latest = useRef(options);
  latest.current = options;
  const tag = useRef(options.tag);
  const [isSaved, setIsSaved] = useState(!options.isUnsent);
  const [theirs, setTheirs] = useState(options.theirs);
  const chosen = useRef(options.theirs);
  const comparing = useRef<Promise<void>>();
  const show = (found: SavedDraft | null) => {
    chosen.current = found;
    setTheirs(found);
  };

  const syncs = useMemo(() => {
    const become = (next: string | null) => {
      const isOther = (next === null) !== (tag.current === null);
      tag.current = next;
      // Lists mark the workflows that have a draft.
      if (isOther) cache.invalidate("/api/workflows");
    };
    const send = async () => {
      const { base } = latest.current, { document } = store.state;
      if (!equalJSON(withoutLayout(base.document), withoutLayout(document))) {
        become(await saveDraft(workflowId, documentToSave(store.state), base.versionId, tag.current));
      } else if (tag.current !== null) {
        await discardDraft(workflowId, tag.current);
        become(null);
      }
    };
    const compare = async () => {
      const found = await loadDraft(workflowId);
      const mine = documentToSave(store.state);
      if (found && !(found.state && equalJSON(mine, documentToSave(found.state)))) return show(found);
      // It was discarded or saved as a version elsewhere, or is the same: this one goes on.
      become(found?.tag ?? null);
      draft.resume();
    };
    const isRefused = (error: unknown) => {
      if (!(error instanceof ApiError && error.status === 412)) return false;
      comparing.current = compare().catch(() => draft.resume());
      return true;
    };
    const onChange = () => {
      const isSaved = draft.isSaved && layout.isSaved;
      setIsSaved(isSaved);
      latest.current.onMark({ tag: tag.current, isSaved });
    };
    const draft: Sync = new Sync(send, isRefused, onChange);
    const layout: Sync = new Sync(() => saveLayout(workflowId, store.state, viewport), () => false, onChange);
    return { draft, layout, become };
  }, [workflowId, store]);

  useEffect(() => {
    const { draft, layout } = syncs;
    if (latest.current.theirs) draft.pause();
    if (latest.current.isUnsent) draft.change();
    else latest.current.onMark({ tag: tag.current, isSaved: true });
    let known = store.state;
    const stop = store.subscribe(() => {
      const { state } = store;
      if (state.document !== known.document) draft.change();
      if (state.layout !== known.layout) layout.change();
      known = state;
    });
    const flush = () => {
      void draft.flush();
      void layout.flush();
    };
    const stopWaiting = connection.subscribe(() => connection.current === "online" && flush());
    addEventListener("pagehide", flush);
    return () => {
      stop();
      stopWaiting();
      removeEventListener("pagehide", flush);
      flush();
    };
  }, [syncs, store]);

  const isFirst = useRef(true);
  useEffect(() => {
    // The draft names the version that it began from.
    if (!isFirst.current) syncs.draft.change();
    isFirst.current = false;
  }, [syncs, options.base.versionId]);

  return {
    isSaved,
    theirs,
    flush: async () => {
      const { draft } = syncs;
      draft.change();
      for (let attempt = 0; attempt < 3; attempt++) {
        comparing.current = undefined;
        if (await draft.flush()) return "saved";
        if (comparing.current === undefined) break;
        await comparing.current;
        if (draft.isWaiting) return "refused";
      }
      return draft.isWaiting ? "refused" : "failed";
    },
    becameVersion: (isSent) => {
      if (isSent) syncs.become(null);
      else syncs.draft.change();
    },
    keepMine: async () => {
      syncs.become((await loadDraft(workflowId))?.tag ?? null);
      show(null);
      syncs.draft.resume();
      syncs.draft.change();
    },
    tookTheirs: () => {
      if (chosen.current) syncs.become(chosen.current.tag);
      show(null);
      syncs.draft.resume();
    },
  };
}
