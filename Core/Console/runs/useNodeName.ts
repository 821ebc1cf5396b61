import { useQuery } from "../api/queries";
import type { Run } from "../api/types";
import type { WorkflowDocument } from "../document/model";
import { nodeOf } from "../document/model";

/** The name of a node in the document that a run runs; its id until that is loaded, and without one. */
export function useNodeName(run: Run, id: string | undefined): string | undefined {
  const path = { workflowId: run.workflowId, runId: run.id };
  const loaded = useQuery("/api/workflows/{workflowId}/runs/{runId}/document", { path }, { enabled: id !== undefined });
  const document = loaded.value?.document as WorkflowDocument | undefined;
  if (id === undefined) return undefined;
  return document?.nodes ? nodeOf(document, id)?.name || id : id;
}
