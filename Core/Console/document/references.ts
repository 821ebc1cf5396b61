import { renameVariable, variableOf } from "./code";
import { expressionsIn, renameRoot } from "./expressions";
import { type Json, mapTexts, withMember } from "./json";
import type { WorkflowDocument, WorkflowNode } from "./model";

/** The fields of the built-in nodes whose whole text is JavaScript. */
const codeFields: Readonly<Record<string, readonly string[]>> = {
  step: ["code"],
  loop: ["collection", "condition"],
  break: ["condition"],
};
/** The nodes in whose texts `${…}` is JavaScript. */
const templateTypes = new Set(["http_request", "sub_workflow", "sub_script"]);

/** The node with what it reads from one node read from another: in expressions, in code and in `${…}`. */
export function withReferences(node: WorkflowNode, from: string, to: string): WorkflowNode {
  const old = variableOf(from), now = variableOf(to);
  let { data } = node;
  for (const [name, value] of Object.entries(data)) {
    if (value === undefined) continue;
    const isCode = codeFields[node.type]?.includes(name) ?? false;
    const isCondition = node.type === "branch" && name === "branches";
    const renamed = isCondition
      ? mapConditions(value, renameCode)
      : mapTexts(value, (text) => isCode ? renameCode(text) : renameTemplates(node.type, renameRoot(text, from, to)));
    data = withMember(data, name, renamed);
  }
  return withMember(node, "data", data);

  function renameCode(text: string): string {
    return renameVariable(renameRoot(text, from, to), old, now);
  }

  function renameTemplates(type: string, text: string): string {
    if (!templateTypes.has(type) || !text.includes("${")) return text;
    return text.replace(/(^|[^\\])\$\{([^{}]*)\}/g, (_, lead, code) => `${lead}\${${renameVariable(code, old, now)}}`);
  }
}

function mapConditions(value: Json, map: (text: string) => string): Json {
  if (!Array.isArray(value)) return value;
  const items = (value as readonly Json[]).map((item) => {
    const condition = (item as { condition?: unknown } | null)?.condition;
    return typeof condition === "string" ? withMember(item as never, "condition", map(condition)) : item;
  });
  return items.every((item, index) => item === value[index]) ? value : items;
}

/** The nodes whose expressions name a node. */
export function readersOf(document: WorkflowDocument, id: string): readonly string[] {
  return document.nodes.filter((node) => {
    let reads = false;
    mapTexts(node.data, (text) => {
      reads = reads || expressionsIn(text).some((expression) => expression.root === id);
      return text;
    });
    return reads;
  }).map((node) => node.id);
}
