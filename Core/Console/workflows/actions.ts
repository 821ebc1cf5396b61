import { send } from "../api/client";
import { cache } from "../api/queries";
import type { Workflow, WorkflowOverview } from "../api/types";
import { fileOf, fileText, type WorkflowFile } from "./workflowFile";

/** Creates a workflow with what a file has. A document that does not compile fails before anything is created. */
export async function createWorkflow(file: WorkflowFile): Promise<Workflow> {
  const { name, description, kind, triggerCode, dependencies, deployConfig, ir } = file;
  if (ir) {
    await send("post", "/api/compile", {
      body: { ir: ir as never, kind, name, triggerCode, dependencies },
    });
  }
  const workflow = await send("post", "/api/workflows", { body: { name, description, kind } });
  const path = { workflowId: workflow.id };
  try {
    const envVars = file.variables.flatMap(({ name, value, isSecret }) =>
      value === null ? [] : [{ name, value, isSecret }]
    );
    const hasSettings = triggerCode || envVars.length || Object.keys(dependencies).length ||
      Object.keys(deployConfig).length;
    if (hasSettings) {
      const body = { triggerCode, dependencies, deployConfig, envVars };
      await send("patch", "/api/workflows/{workflowId}", { path, body });
    }
    if (ir) await send("post", "/api/workflows/{workflowId}/versions", { path, body: { ir: ir as never } });
  } catch (error) {
    // Half of a workflow would be taken for the whole.
    await send("delete", "/api/workflows/{workflowId}", { path }).catch(() => {});
    throw error;
  } finally {
    cache.invalidate("/api/workflows");
  }
  return workflow;
}

/** Makes a copy with the latest version, the settings and the variables. */
export async function duplicateWorkflow(workflowId: string, name: string): Promise<Workflow> {
  return await createWorkflow({ ...fileOf(await full(workflowId)), name });
}

/** Saves the workflow as a file. */
export async function exportWorkflow(workflowId: string): Promise<void> {
  const workflow = await full(workflowId);
  const url = URL.createObjectURL(new Blob([fileText(fileOf(workflow))], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${workflow.name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "")}.json`;
  link.click();
  URL.revokeObjectURL(url);
}

export async function deleteWorkflow(workflowId: string): Promise<void> {
  await send("delete", "/api/workflows/{workflowId}", { path: { workflowId } });
  cache.invalidate("/api/workflows", "/api/runs");
}

async function full(workflowId: string): Promise<WorkflowOverview> {
  return await send("get", "/api/workflows/{workflowId}/full", { path: { workflowId } });
}
