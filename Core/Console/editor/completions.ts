import type { Node } from "../api/types";
import { variableOf } from "../document/code";
import { isObject } from "../document/json";
import { Graph, type WorkflowDocument } from "../document/model";
import { noSamples, sampleAt, sampleMembers, type Samples } from "../document/samples";
import { type ScopeName, scopeOf } from "../document/scope";
import { texts } from "../texts";
import type { NodeTypes } from "./nodeTypes";

export interface Completion {
  /** What is written between the braces. */
  readonly text: string;
  readonly note: string;
}

/** What expressions of a node can read: names, and the fields of their values as the types declare them or as they were. */
export class Scope {
  private readonly names: readonly ScopeName[];

  constructor(
    private readonly document: WorkflowDocument,
    node: string,
    private readonly types: NodeTypes,
    private readonly variables: readonly string[],
    private readonly samples: Samples = noSamples,
  ) {
    this.names = scopeOf(document, node);
  }

  /** - Parameter typed: What stands between the braces, up to the caret. */
  complete(typed: string): readonly Completion[] {
    const path = typed.trimStart().split(".");
    const last = path.pop()!.toLowerCase();
    const lead = path.length ? `${path.join(".")}.` : "";
    const members = path.length === 0 ? this.roots() : this.members(path);
    return members.filter(({ text }) => text.toLowerCase().includes(last))
      .map(({ text, note }) => ({ text: lead + text, note }));
  }

  /** The names that code can use. */
  variablesInCode(): readonly Completion[] {
    const { nodes } = Graph.of(this.document);
    return this.names.filter((name) => name.name !== "trigger").map((name) => ({
      text: name.kind === "node" ? variableOf(name.name) : name.name,
      note: this.note(name, nodes.get(name.name)?.name),
    }));
  }

  private roots(): readonly Completion[] {
    const { nodes } = Graph.of(this.document);
    return this.names.map((name) => ({ text: name.name, note: this.note(name, nodes.get(name.name)?.name) }));
  }

  private note({ isUncertain }: ScopeName, title = ""): string {
    return [title, isUncertain && texts.editor.uncertain].filter(Boolean).join(" · ");
  }

  private members([root, ...path]: readonly string[]): readonly Completion[] {
    if (root === "env" && path.length === 0) return this.variables.map((text) => ({ text, note: "" }));
    const known = sampleMembers(sampleAt(this.samples, [root, ...path]));
    if (root === "event" && path.length === 0) {
      return ["payload", "timestamp", "instanceId"].map((text) => ({ text, note: "" }));
    }
    if (root === "err" && path.length === 0) return ["message", "name"].map((text) => ({ text, note: "" }));
    const node = Graph.of(this.document).nodes.get(root);
    const type = node && this.types.get(node.type);
    let fields = type && outputsOf(type);
    for (const part of path) {
      const field = fields?.[part];
      fields = isObject(field) && isObject(field.fields) ? field.fields as Outputs : undefined;
    }
    const notes = new Map(known.map(({ name, note }) => [name, note]));
    const declared = Object.entries(fields ?? {}).map(([text, field]) => ({
      text,
      note: [notes.get(text), field?.description].filter(Boolean).join(" · "),
    }));
    const others = known.filter(({ name }) => !declared.some(({ text }) => text === name));
    return [...declared, ...others.map(({ name, note }) => ({ text: name, note }))];
  }
}

type Outputs = Readonly<Record<string, { readonly description?: string; readonly fields?: unknown } | undefined>>;

function outputsOf(type: Node): Outputs {
  return type.outputSchema as unknown as Outputs;
}
