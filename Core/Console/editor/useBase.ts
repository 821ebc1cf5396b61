import { useMemo } from "react";
import { equalJSON } from "../document/json";
import type { EditorState, WorkflowDocument } from "../document/model";
import { documentToSave, withoutLayout } from "../document/open";

/** The version that a draft began from. */
export interface Base {
  readonly versionId: string | null;
  readonly version: number;
  readonly document: WorkflowDocument;
}

export type Change = "none" | "layout" | "document";

/** How the state differs from the version. */
export function useChange(base: Base, state: EditorState): Change {
  const isSame = useMemo(
    () => base.document === state.document || equalJSON(withoutLayout(base.document), withoutLayout(state.document)),
    [base.document, state.document],
  );
  return useMemo(() => {
    if (!isSame) return "document";
    return equalJSON(base.document, documentToSave(state)) ? "none" : "layout";
  }, [isSame, base.document, state]);
}
