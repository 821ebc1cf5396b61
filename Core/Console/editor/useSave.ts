import { send } from "../api/client";
import { cache, useAction } from "../api/queries";
import { navigate } from "../app/location";
import { showToast } from "../app/showToast";
import type { EditorStore } from "../document/EditorStore";
import { documentToSave } from "../document/open";
import { texts } from "../texts";
import type { Base } from "./useBase";
import type { SharedDraft } from "./useSharedDraft";
import { latestVersion, type LoadedWorkflow, loadWorkflow } from "./workflowDocument";

interface Options {
  workflowId: string;
  store: EditorStore;
  base: Base;
  /** Sends the draft, which the version is made of. */
  flush: SharedDraft["flush"];
  /** The draft was saved elsewhere meanwhile, and somebody has to choose. */
  onRefused(): void;
  /** @param isSent Whether the server had the draft. */
  onSaved(base: Base, isSent: boolean): void;
  onConflict(newest: LoadedWorkflow): void;
}

/** Saves the document as a version, unless somebody else has saved one since the draft began. */
export function useSave({ workflowId, store, base, flush, onRefused, onSaved, onConflict }: Options) {
  return useAction(async (message: string) => {
    const sent = await flush();
    if (sent === "refused") return onRefused();
    const latest = await latestVersion(workflowId);
    if ((latest?.id ?? null) !== base.versionId) {
      onConflict(await loadWorkflow(workflowId));
      return;
    }
    const document = documentToSave(store.state);
    const body = { ir: document as never, ...(message ? { message } : {}) };
    const version = await send("post", "/api/workflows/{workflowId}/versions", { path: { workflowId }, body });
    cache.invalidate(`/api/workflows/${workflowId}`, "/api/workflows");
    onSaved({ versionId: version.id, version: version.version, document }, sent === "saved");
    const text = version.id === base.versionId ? texts.editor.savedSame : texts.editor.savedVersion(version.version);
    showToast("success", text, {
      text: texts.editor.deployIt,
      run: () => navigate(`/workflows/${workflowId}/deploy`),
    });
  });
}
