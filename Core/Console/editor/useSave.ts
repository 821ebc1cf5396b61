import { send } from "../api/client";
import { cache, useAction } from "../api/queries";
import { navigate } from "../app/location";
import { showToast } from "../app/showToast";
import type { EditorStore } from "../document/EditorStore";
import { documentToSave } from "../document/open";
import { texts } from "../texts";
import type { Base } from "./useBase";
import { latestVersion, type LoadedWorkflow, loadWorkflow } from "./workflowDocument";

interface Options {
  workflowId: string;
  store: EditorStore;
  base: Base;
  onSaved(base: Base): void;
  onConflict(newest: LoadedWorkflow): void;
}

/** Saves the document as a version, unless somebody else has saved one since the draft began. */
export function useSave({ workflowId, store, base, onSaved, onConflict }: Options) {
  return useAction(async (message: string) => {
    const latest = await latestVersion(workflowId);
    if ((latest?.id ?? null) !== base.versionId) {
      onConflict(await loadWorkflow(workflowId));
      return;
    }
    const document = documentToSave(store.state);
    const body = { ir: document as never, ...(message ? { message } : {}) };
    const version = await send("post", "/api/workflows/{workflowId}/versions", { path: { workflowId }, body });
    cache.invalidate(`/api/workflows/${workflowId}`, "/api/workflows");
    onSaved({ versionId: version.id, version: version.version, document });
    const text = version.id === base.versionId ? texts.editor.savedSame : texts.editor.savedVersion(version.version);
    showToast("success", text, {
      text: texts.editor.deployIt,
      run: () => navigate(`/workflows/${workflowId}/deploy`),
    });
  });
}
