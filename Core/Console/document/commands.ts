import { branches, edgeLabels, next } from "./containers";
import { type Json, type JsonObject, withMember } from "./json";
import {
  type Change,
  type EditorState,
  Graph,
  labelOf,
  nodeOf,
  type Point,
  type WorkflowDocument,
  type WorkflowEdge,
  type WorkflowNode,
} from "./model";
import { free } from "./names";
import { withReferences } from "./references";

function withDocument(state: EditorState, members: Partial<WorkflowDocument>): EditorState {
  return { ...state, document: { ...state.document, ...members } as WorkflowDocument };
}

function updateNode(id: string, update: (node: WorkflowNode) => WorkflowNode): Change {
  return (state) => {
    const { nodes } = state.document;
    const index = nodes.findIndex((node) => node.id === id);
    if (index < 0) return state;
    const node = update(nodes[index]);
    return node === nodes[index]
      ? state
      : withDocument(state, { nodes: nodes.map((old) => old.id === id ? node : old) });
  };
}

/** Applies changes one after another, as one step. */
export function all(...changes: readonly Change[]): Change {
  return (state) => changes.reduce((result, change) => change(result), state);
}

export function addNode(node: WorkflowNode, at: Point): Change {
  return (state) => {
    const { nodes, entryNodeId } = state.document;
    if (nodeOf(state.document, node.id)) return state;
    return {
      ...withDocument(state, { nodes: [...nodes, node], entryNodeId: entryNodeId || node.id }),
      layout: { ...state.layout, [node.id]: at },
      selection: [node.id],
    };
  };
}

/** Removes nodes with their edges. What led to a removed node leads to what ran after it, where that is one way. */
export function removeNodes(ids: readonly string[]): Change {
  return (state) => ids.reduce((result, id) => removeNode(result, id), state);
}

function removeNode(state: EditorState, id: string): EditorState {
  const { document } = state;
  const node = nodeOf(document, id);
  if (!node) return state;
  const graph = Graph.of(document);
  const onward = graph.out(id).filter((edge) => labelOf(edge) === undefined || labelOf(edge) === next);
  const follower = onward.length === 1 ? onward[0].target : undefined;
  const nodes = document.nodes.filter((other) => other.id !== id);
  const edges: WorkflowEdge[] = [];
  for (const edge of document.edges) {
    if (edge.source === id) continue;
    if (edge.target !== id) edges.push(edge);
    else if (follower !== undefined && !graph.out(edge.source).some((other) => joins(other, edge, follower))) {
      edges.push(withMember(edge, "target", follower));
    }
  }
  const { [id]: _, ...layout } = state.layout;
  const entryNodeId = document.entryNodeId === id
    ? follower ?? graph.out(id)[0]?.target ?? nodes[0]?.id ?? ""
    : document.entryNodeId;
  return {
    ...withDocument(state, { nodes, edges, entryNodeId }),
    layout,
    selection: state.selection.filter((other) => other !== id),
  };
}

function joins(other: WorkflowEdge, edge: WorkflowEdge, target: string): boolean {
  return other.target === target && labelOf(other) === labelOf(edge);
}

/** Whether an edge can be added: both ends exist, it closes no cycle, and it is not there yet. */
export function canConnect(document: WorkflowDocument, source: string, target: string, label?: string): boolean {
  const graph = Graph.of(document);
  const node = graph.nodes.get(source);
  return node !== undefined && graph.nodes.has(target) && edgeLabels(node).includes(label) &&
    !graph.reachable([target]).has(source) &&
    !graph.out(source).some((edge) => edge.target === target && labelOf(edge) === label);
}

export function connect(source: string, target: string, label?: string): Change {
  return (state) => {
    const { document } = state;
    if (!canConnect(document, source, target, label)) return state;
    const id = free(`${source}-${target}`, document.edges.map((edge) => edge.id));
    const edge: WorkflowEdge = label === undefined ? { id, source, target } : { id, source, target, label };
    return withDocument(state, { edges: [...document.edges, edge] });
  };
}

export function disconnect(edgeIds: readonly string[]): Change {
  return (state) => {
    const edges = state.document.edges.filter((edge) => !edgeIds.includes(edge.id));
    return edges.length === state.document.edges.length ? state : withDocument(state, { edges });
  };
}

/** Gives an edge another of the labels that its source has. */
export function labelEdge(id: string, label: string | undefined): Change {
  return (state) => {
    const { document } = state;
    const edge = document.edges.find((other) => other.id === id);
    const source = edge && nodeOf(document, edge.source);
    if (!edge || !source || !edgeLabels(source).includes(label)) return state;
    const isThere = document.edges.some((other) =>
      other !== edge && other.source === edge.source && other.target === edge.target && labelOf(other) === label
    );
    if (isThere || labelOf(edge) === label) return state;
    return withDocument(state, {
      edges: document.edges.map((other) => other === edge ? withMember(edge, "label", label) : other),
    });
  };
}

/** Puts a node on an edge: it gets the edge's label, and leads on to its target. */
export function insertOnEdge(edgeId: string, node: WorkflowNode, at: Point): Change {
  return (state) => {
    const edge = state.document.edges.find((other) => other.id === edgeId);
    if (!edge || nodeOf(state.document, node.id)) return state;
    const added = addNode(node, at)(state);
    const edges = added.document.edges.map((other) => other === edge ? withMember(edge, "target", node.id) : other);
    return connect(node.id, edge.target, onwardLabel(node))(withDocument(added, { edges }));
  };
}

/** The label of the edge to what runs after a node. */
export function onwardLabel(node: WorkflowNode): string | undefined {
  return edgeLabels(node).includes(next) ? next : undefined;
}

/** Adds a node after another, between it and what ran after it so far. */
export function addAfter(source: string, label: string | undefined, node: WorkflowNode, at: Point): Change {
  return (state) => {
    const edge = Graph.of(state.document).out(source).find((other) => labelOf(other) === label);
    if (edge) return insertOnEdge(edge.id, node, at)(state);
    return connect(source, node.id, label)(addNode(node, at)(state));
  };
}

export function setMember(id: string, name: string, value: Json | undefined): Change {
  return updateNode(id, (node) => withMember(node, name, value));
}

export function setData(id: string, data: JsonObject): Change {
  return updateNode(id, (node) => withMember(node, "data", data));
}

export function setField(id: string, name: string, value: Json | undefined): Change {
  return updateNode(id, (node) => withMember(node, "data", withMember(node.data, name, value)));
}

/** Gives a node another id: edges, the entry and everything that reads its value follow. */
export function renameNode(from: string, to: string): Change {
  return (state) => {
    const { document, layout } = state;
    if (from === to || !/^[A-Za-z0-9_-]+$/.test(to) || nodeOf(document, to) || !nodeOf(document, from)) return state;
    const rename = (id: string) => id === from ? to : id;
    const nodes = document.nodes.map((node) => {
      const reader = withReferences(node, from, to);
      return node.id === from ? withMember(reader, "id", to) : reader;
    });
    const edges = document.edges.map((edge) =>
      withMember(withMember(edge, "source", rename(edge.source)), "target", rename(edge.target))
    );
    const places = Object.fromEntries(Object.entries(layout).map(([id, point]) => [rename(id), point]));
    return {
      document: { ...document, nodes, edges, entryNodeId: rename(document.entryNodeId) } as WorkflowDocument,
      layout: places,
      selection: state.selection.map(rename),
    };
  };
}

export function setEntry(id: string): Change {
  return (state) =>
    nodeOf(state.document, id) && state.document.entryNodeId !== id ? withDocument(state, { entryNodeId: id }) : state;
}

export function setTrigger(trigger: Json | undefined): Change {
  return (state) => {
    const document = withMember(state.document, "trigger", trigger);
    return document === state.document ? state : { ...state, document };
  };
}

export function setMetadata(name: string, value: Json | undefined): Change {
  return (state) => {
    const metadata = withMember(state.document.metadata, name, value);
    return metadata === state.document.metadata ? state : withDocument(state, { metadata });
  };
}

/** Adds an arm to a branch, before its `else`. */
export function addBranch(id: string, label: string, condition: string): Change {
  return updateNode(id, (node) => {
    const list = (node.data.branches ?? []) as readonly Json[];
    if (node.type !== "branch" || !Array.isArray(list) || !label || label === next) return node;
    if (branches(node).some((branch) => branch.label === label)) return node;
    const last = branches(node).findIndex((branch) => branch.condition === "");
    const at = last < 0 || condition === "" ? list.length : last;
    const items = [...list.slice(0, at), { label, condition }, ...list.slice(at)];
    return withMember(node, "data", withMember(node.data, "branches", items));
  });
}

/** Gives an arm another label; its edges follow. */
export function renameBranch(id: string, from: string, to: string): Change {
  return (state) => {
    const node = nodeOf(state.document, id);
    if (!node || node.type !== "branch" || from === to || !to || to === next) return state;
    const labels = branches(node).map((branch) => branch.label);
    if (!labels.includes(from) || labels.includes(to)) return state;
    const renamed = changeBranch(id, labels.indexOf(from), "label", to)(state);
    return withDocument(renamed, {
      edges: renamed.document.edges.map((edge) =>
        edge.source === id && labelOf(edge) === from ? withMember(edge, "label", to) : edge
      ),
    });
  };
}

export function changeBranch(id: string, index: number, member: "label" | "condition", value: string): Change {
  return updateNode(id, (node) => {
    const list = node.data.branches as readonly JsonObject[] | undefined;
    if (!Array.isArray(list) || !branches(node)[index]) return node;
    const items = list.map((item, position) => position === index ? withMember(item, member, value) : item);
    return withMember(node, "data", withMember(node.data, "branches", items));
  });
}

export function removeBranch(id: string, label: string): Change {
  return (state) => {
    const node = nodeOf(state.document, id);
    const index = node?.type === "branch" ? branches(node).findIndex((branch) => branch.label === label) : -1;
    if (!node || index < 0) return state;
    const list = (node.data.branches as readonly Json[]).filter((_, position) => position !== index);
    const edges = state.document.edges.filter((edge) => edge.source !== id || labelOf(edge) !== label);
    return setField(id, "branches", list)(withDocument(state, { edges }));
  };
}

export function moveBranch(id: string, index: number, by: number): Change {
  return updateNode(id, (node) => {
    const list = [...(node.data.branches as readonly Json[] | undefined ?? [])];
    const target = index + by;
    if (node.type !== "branch" || !list[index] || target < 0 || target >= list.length) return node;
    [list[index], list[target]] = [list[target], list[index]];
    return withMember(node, "data", withMember(node.data, "branches", list));
  });
}
