import type { WorkflowOverview } from "../api/types";

/** A workflow as a file: what a new one is made from. */
export interface WorkflowFile {
  name: string;
  description: string;
  kind: "workflow" | "script";
  triggerCode: string | null;
  dependencies: Record<string, string>;
  deployConfig: Record<string, unknown>;
  /** Secrets have no value. */
  variables: { name: string; value: string | null; isSecret: boolean }[];
  /** The workflow document; `null` for a workflow without a version. */
  ir: WorkflowDocument | null;
}

export interface WorkflowDocument {
  kind?: string;
  metadata?: { name?: string; description?: string };
  nodes: Record<string, unknown>[];
  [member: string]: unknown;
}

export const fileFormat = "millrace.workflow";

/** Why a text is not a workflow. */
export type FileProblem = "notJSON" | "project" | "notWorkflow";

/** The workflow of a full response, with its latest version. */
export function fileOf(workflow: WorkflowOverview): WorkflowFile {
  return {
    name: workflow.name,
    description: workflow.description,
    kind: workflow.kind,
    triggerCode: workflow.triggerCode,
    dependencies: workflow.dependencies as Record<string, string>,
    deployConfig: workflow.deployConfig,
    variables: workflow.envVars.map(({ name, value, isSecret }) => ({
      name,
      value: isSecret ? null : value,
      isSecret,
    })),
    ir: (workflow.currentVersion?.ir as unknown as WorkflowDocument | undefined) ?? null,
  };
}

export function fileText(file: WorkflowFile): string {
  return JSON.stringify({ format: fileFormat, formatVersion: 1, ...file }, null, 2) + "\n";
}

/** Reads an exported workflow, or a bare workflow document. */
export function parseFile(text: string, fallbackName: string): WorkflowFile | FileProblem {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return "notJSON";
  }
  if (!isObject(json)) return "notWorkflow";
  if (json["format"] === fileFormat) return exported(json, fallbackName);
  if (isObject(json["project"]) && Array.isArray(json["workflows"])) return "project";
  return isDocument(json) ? bare(json, fallbackName) : "notWorkflow";
}

function exported(json: Record<string, unknown>, fallbackName: string): WorkflowFile | FileProblem {
  const ir = json["ir"];
  if (ir !== null && !isDocument(ir)) return "notWorkflow";
  const variables = Array.isArray(json["variables"]) ? json["variables"].filter(isObject) : [];
  return {
    name: text(json["name"]) || fallbackName,
    description: text(json["description"]),
    kind: json["kind"] === "script" ? "script" : "workflow",
    triggerCode: text(json["triggerCode"]) || null,
    dependencies: isObject(json["dependencies"]) ? json["dependencies"] as Record<string, string> : {},
    deployConfig: isObject(json["deployConfig"]) ? json["deployConfig"] : {},
    variables: variables.map((one) => ({
      name: text(one["name"]),
      value: typeof one["value"] === "string" ? one["value"] : null,
      isSecret: one["isSecret"] === true,
    })),
    ir,
  };
}

function bare(ir: WorkflowDocument, fallbackName: string): WorkflowFile {
  return {
    name: ir.metadata?.name || fallbackName,
    description: ir.metadata?.description ?? "",
    kind: ir.kind === "script" ? "script" : "workflow",
    triggerCode: null,
    dependencies: {},
    deployConfig: {},
    variables: [],
    ir,
  };
}

function isDocument(value: unknown): value is WorkflowDocument {
  return isObject(value) && Array.isArray(value["nodes"]) && value["nodes"].every(isObject);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
