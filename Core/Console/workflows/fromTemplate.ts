import type { WorkflowDocument, WorkflowFile } from "./workflowFile";

/** A workflow to begin with. */
export interface Template {
  id: string;
  name: string;
  description: string;
  /** The variables that it reads. */
  needs: readonly { name: string; note: string; example: string }[];
  trigger: Record<string, unknown>;
  entry: string;
  nodes: readonly TemplateNode[];
  /** Source, target and label. */
  edges: readonly (readonly [string, string, string?])[];
}

export interface TemplateNode {
  id: string;
  type: string;
  name: string;
  at: readonly [number, number];
  data: Record<string, unknown>;
}

/**
 * The workflow of a template.
 * @param target The provider that its nodes are compiled for.
 * @param values Of the variables that it needs; empty ones are left for later.
 */
export function fromTemplate(
  template: Template,
  name: string,
  target: string,
  values: Record<string, string>,
): WorkflowFile {
  const title = name || template.name;
  return {
    name: title,
    description: template.description,
    kind: "workflow",
    triggerCode: null,
    dependencies: {},
    deployConfig: {},
    variables: template.needs.flatMap(({ name }) => {
      const value = values[name]?.trim();
      return value ? [{ name, value, isSecret: false }] : [];
    }),
    ir: documentOf(template, title, target),
  };
}

export function documentOf(template: Template, name: string, target: string): WorkflowDocument {
  return {
    kind: "workflow",
    metadata: { name, description: template.description, version: 1 } as WorkflowDocument["metadata"] & object,
    trigger: template.trigger,
    entryNodeId: template.entry,
    nodes: template.nodes.map(({ at: [x, y], ...node }) => ({
      ...node,
      version: "1.0.0",
      provider: target,
      position: { x, y },
    })),
    edges: template.edges.map(([source, target, label], index) => ({
      id: `e${index + 1}`,
      source,
      target,
      ...(label ? { label } : {}),
    })),
  };
}
