import { request } from "../api/client";
import type { WorkflowOverview } from "../api/types";
import { urlOf } from "../api/url";
import { isObject, type Json, readJSON } from "../document/json";
import type { EditorState, WorkflowDocument } from "../document/model";
import { emptyDocument, openDocument } from "../document/open";
import { loadDraft, loadLayout, type SavedDraft, type SavedLayout } from "./sharedDraft";

/** A workflow with its latest version, whose document has its numbers as they were written. */
export interface LoadedWorkflow {
  readonly overview: WorkflowOverview;
  readonly versionId: string | null;
  readonly version: number;
  /** Of the latest version; an empty document without one. `undefined` if it has not the form of a document. */
  readonly state: EditorState | undefined;
  readonly source: Json;
  /** What is edited and not a version yet. */
  readonly draft: SavedDraft | undefined;
  readonly layout: SavedLayout;
}

export async function loadWorkflow(workflowId: string): Promise<LoadedWorkflow> {
  const url = urlOf("/api/workflows/{workflowId}/full", { workflowId });
  const [{ value }, layout] = await Promise.all([
    request("get", url, undefined, { parse: readJSON }),
    loadLayout(workflowId),
  ]);
  const overview = value as WorkflowOverview;
  const current = overview.currentVersion;
  const source = current ? documentOf(current) : emptyDocument(overview.name, overview.kind);
  return {
    overview,
    versionId: current?.id ?? null,
    version: current?.version ?? 0,
    state: openDocument(source),
    source,
    draft: overview.draft ? await loadDraft(workflowId) : undefined,
    layout,
  };
}

/** The document that a run runs, that of a test too, with its numbers as they were written. */
export async function loadRunDocument(workflowId: string, runId: string): Promise<WorkflowDocument> {
  const url = urlOf("/api/workflows/{workflowId}/runs/{runId}/document", { workflowId, runId });
  const { value } = await request("get", url, undefined, { parse: readJSON });
  return (isObject(value) ? value.document : null) as unknown as WorkflowDocument;
}

/** The document of a version, with its numbers as they were written. */
export async function loadDocument(workflowId: string, versionId: string): Promise<WorkflowDocument> {
  const url = urlOf("/api/workflows/{workflowId}/versions/{versionId}", { workflowId, versionId });
  const { value } = await request("get", url, undefined, { parse: readJSON });
  return documentOf(value) as unknown as WorkflowDocument;
}

function documentOf(version: unknown): Json {
  const ir = isObject(version) ? version.ir : undefined;
  return ir ?? null;
}

/** The newest version of a workflow, and who may have saved it meanwhile. */
export async function latestVersion(workflowId: string): Promise<{ id: string; version: number } | undefined> {
  const url = urlOf("/api/workflows/{workflowId}/versions", { workflowId }, { limit: 1 });
  const { value } = await request("get", url);
  return (value as { data: { id: string; version: number }[] }).data[0];
}
