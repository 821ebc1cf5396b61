import { useEffect, useMemo, useRef, useState } from "react";
import { useAccount } from "../app/account";
import { Drafts, readDraft } from "../document/drafts";
import type { EditorStore } from "../document/EditorStore";
import { equalJSON } from "../document/json";
import type { EditorState } from "../document/model";

/** Names this tab, also after a reload. */
function tabName(): string {
  const known = sessionStorage.getItem("millrace.tab");
  if (known) return known;
  const name = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16)).join("");
  sessionStorage.setItem("millrace.tab", name);
  return name;
}

/** The drafts of the signed-in person in this browser. */
export function useDraftStorage(): Drafts {
  const { user } = useAccount();
  return useMemo(() => new Drafts(localStorage, sessionStorage, tabName(), user.id), [user.id]);
}

const delay = 250;

interface Options {
  drafts: Drafts;
  workflowId: string;
  store: EditorStore;
  base: string | null;
  /** Whether there is nothing to keep: the document is that of the version, and nothing can be undone. */
  isClean(): boolean;
}

/** Keeps the draft in the browser, and notices when another tab wrote one. */
export function useDrafts({ drafts, workflowId, store, base, isClean }: Options) {
  const [isKept, setIsKept] = useState(true);
  const [other, setOther] = useState<EditorState | null>(null);
  const latest = useRef({ base, isClean, other });
  latest.current = { base, isClean, other };

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const write = () => {
      clearTimeout(timer);
      timer = undefined;
      // What another tab wrote is not replaced before somebody chose.
      if (latest.current.other) return;
      if (latest.current.isClean()) return drafts.remove(workflowId);
      setIsKept(drafts.write(workflowId, latest.current.base, store.snapshot(), Date.now()));
    };
    const stop = store.subscribe(() => {
      timer ??= setTimeout(write, delay);
    });
    const flush = () => timer !== undefined && write();
    const received = ({ key, newValue }: StorageEvent) => {
      if (key !== drafts.key(workflowId)) return;
      const draft = readDraft(newValue);
      if (!draft || draft.tab === drafts.tab) return;
      // A tab that opens the same draft changes nothing.
      setOther(equalJSON(draft.state.document, store.state.document) ? null : draft.state);
    };
    addEventListener("pagehide", flush);
    addEventListener("storage", received);
    return () => {
      stop();
      flush();
      removeEventListener("pagehide", flush);
      removeEventListener("storage", received);
    };
  }, [drafts, workflowId, store]);

  /** The version that the draft is based on has changed. */
  useEffect(() => {
    if (isClean()) drafts.remove(workflowId);
    else drafts.write(workflowId, base, store.snapshot(), Date.now());
  }, [base]);

  return {
    isKept,
    other,
    keepOwn: () => {
      latest.current.other = null;
      setOther(null);
      drafts.write(workflowId, latest.current.base, store.snapshot(), Date.now());
    },
    settled: () => setOther(null),
  };
}
