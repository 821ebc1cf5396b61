import { useEffect, useMemo, useRef } from "react";
import type { Diagnostic } from "../api/types";
import { useSearch } from "../app/location";
import { showToast } from "../app/showToast";
import { copyText } from "../components/CodeBlock";
import { Button } from "../components/Button";
import { messageOf } from "../components/ErrorMessage";
import { EmptyState } from "../components/EmptyState";
import { type AddPlace, Canvas, type CanvasHandle } from "../canvas/Canvas";
import { arrange } from "../canvas/arrange";
import { addAfter, addNode, connect, insertOnEdge } from "../document/commands";
import { clipOf, clipText } from "../document/clipboard";
import { edgeLabels } from "../document/containers";
import type { EditorStore } from "../document/EditorStore";
import { isObject } from "../document/json";
import { Graph, nodeOf, type Point, type WorkflowDocument } from "../document/model";
import { moveNodes, nodeSize, place } from "../document/placement";
import { nodeMarks } from "../runs/nodeMarks";
import { texts } from "../texts";
import { ConnectDialog } from "./ConnectDialog";
import { useEditor, useHistory } from "./EditorContext";
import type { EditorView } from "./EditorHeader";
import { focusField } from "./focusField";
import { GeneratedView } from "./GeneratedView";
import { HelpSheet } from "./HelpSheet";
import { Inspector } from "./Inspector";
import { newNode } from "./nodeTypes";
import { NodeSearch } from "./NodeSearch";
import { dragType, Palette } from "./Palette";
import { ProblemsPanel } from "./ProblemsPanel";
import { SourceView } from "./SourceView";
import { TestPanel } from "./TestPanel";
import { type Compilation, marksOf } from "./useCompile";
import { useShortcuts } from "./useShortcuts";

type Open = { kind: "search"; place: AddPlace } | { kind: "connect"; id: string } | { kind: "help" } | null;

interface Props {
  compilation: Compilation;
  view: EditorView;
  /** What new nodes are compiled for, where the document has none yet. */
  provider: string;
  open: Open;
  setOpen(open: Open): void;
  onSave(): void;
  /** Lays the graph out; set by the editor for its header. */
  arrangeRef: { current: () => void };
}

export type { Open };

/** The canvas with its palette, properties, problems and views. */
export function Editor({ compilation, view, provider, open, setOpen, onSave, arrangeRef }: Props) {
  const { store, workflow, types, facts, tests } = useEditor();
  const { present } = useHistory(store);
  const canvas = useRef<CanvasHandle>(null);
  const steps = tests.run?.steps;
  // Errors of the document come before what became of its nodes in a test.
  const marks = useMemo(
    () =>
      new Map([
        ...Object.keys(tests.pins).map((id) => [id, "pinned"] as const),
        ...nodeMarks(steps ?? []),
        ...marksOf(compilation.problems),
      ]),
    [tests.pins, steps, compilation.problems],
  );
  const labels = texts.editor.steps;

  async function arrangeAll() {
    try {
      const places = await arrange(store.state.document);
      store.change(labels.arrange, place(places));
      requestAnimationFrame(() => canvas.current?.fit());
    } catch (error) {
      // What lays out is loaded when it is first needed.
      showToast("error", messageOf(error));
    }
  }
  arrangeRef.current = () => void arrangeAll();

  function openNode(id: string, pointer?: string, line?: number) {
    store.select([id]);
    canvas.current?.reveal(id);
    focusField(pointer, line);
  }

  function openProblem(problem: Diagnostic) {
    if (problem.nodeId && nodeOf(store.state.document, problem.nodeId)) {
      openNode(problem.nodeId, problem.pointer, problem.line);
    } else {
      const edge = /^\/edges\/(\d+)/.exec(problem.pointer);
      const id = edge && store.state.document.edges[Number(edge[1])]?.id;
      if (id) store.selectEdge(id);
      else store.select([]);
      focusField(problem.pointer);
    }
  }

  const searchAfter = () => {
    const { selection, document } = store.state;
    const node = selection.length === 1 ? nodeOf(document, selection[0]) : undefined;
    setOpen({ kind: "search", place: node ? { after: { id: node.id, label: freeLabel(document, node.id) } } : {} });
  };

  function add(type: string, place: AddPlace) {
    const definition = types.get(type);
    if (!definition) return;
    const node = newNode(store.state.document, definition, provider);
    addAt(store, node, place, canvas.current?.center() ?? { x: 0, y: 0 });
    requestAnimationFrame(() => {
      canvas.current?.reveal(node.id);
      canvas.current?.focus();
    });
  }

  const onKeyDown = useShortcuts(store, canvas, {
    add: searchAfter,
    connect: (id) => setOpen({ kind: "connect", id }),
    open: (id, field) => openNode(id, field),
    arrange: () => void arrangeAll(),
    help: () => setOpen({ kind: "help" }),
    save: onSave,
  });

  const [search] = useSearch();
  const wanted = ["node", "field", "line"].map((name) => search.get(name) ?? "").join("\n");
  useEffect(() => {
    // A link to a node, as that of a failed run.
    const [id, field, line] = wanted.split("\n");
    const index = store.state.document.nodes.findIndex((node) => node.id === id);
    if (index >= 0) openNode(id, field && `/nodes/${index}/data/${field}`, Number(line) || undefined);
  }, [wanted]);

  const firstView = useRef(view);
  useEffect(() => {
    // Another view leaves the canvas another width.
    if (view !== firstView.current) canvas.current?.fit();
    firstView.current = view;
  }, [view]);

  const { document, layout, selection } = present;
  return (
    <div className={`editor-body editor-view-${view}`}>
      <Palette
        types={types}
        facts={facts}
        kind={workflow.kind}
        onChoose={(type) => {
          const node = selection.length === 1 ? selection[0] : undefined;
          add(type.id, node ? { after: { id: node, label: freeLabel(document, node) } } : {});
        }}
      />
      <div
        className="editor-canvas"
        onDragOver={(event) => {
          if (!event.dataTransfer.types.includes(dragType)) return;
          event.preventDefault();
          event.dataTransfer.dropEffect = "copy";
        }}
        onDrop={(event) => {
          const type = event.dataTransfer.getData(dragType);
          const at = canvas.current?.at(event.clientX, event.clientY);
          if (!type || !at) return;
          event.preventDefault();
          const edge = (event.target as Element).closest<SVGElement>("[data-edge]")?.dataset["edge"];
          add(type, edge ? { edge, at } : { at });
        }}
      >
        <Canvas
          ref={canvas}
          document={document}
          layout={layout}
          selection={selection}
          selectedEdge={store.selectedEdge()}
          marks={marks}
          types={facts}
          start={startText(document)}
          label={texts.editor.canvas}
          onSelect={(ids) => store.select(ids)}
          onKeyDown={onKeyDown}
          edit={{
            selectEdge: (id) => store.selectEdge(id),
            move: (ids, dx, dy) => store.change(labels.move, moveNodes(ids, dx, dy)),
            connect: (source, target, label) => store.change(labels.connect, connect(source, target, label)),
            add: (place) => setOpen({ kind: "search", place }),
            open: (id) => openNode(id),
          }}
        >
          {document.nodes.length === 0 && (
            <div className="canvas-empty">
              <EmptyState
                icon="workflow"
                title={texts.editor.empty}
                actions={<Button kind="primary" icon="add" onClick={searchAfter}>{texts.editor.add}</Button>}
              >
                {texts.editor.emptyHint}
              </EmptyState>
            </div>
          )}
        </Canvas>
      </div>
      {view === "source" && <SourceView store={store} state={present} />}
      {view === "code" && (
        <GeneratedView
          compiled={compilation.compiled}
          selection={selection}
          onSelect={(id) => {
            store.select([id]);
            canvas.current?.reveal(id);
          }}
        />
      )}
      <Inspector
        onConnect={(id) => setOpen({ kind: "connect", id })}
        onCopy={() => void copyText(clipText(clipOf(store.state, store.state.selection)))}
      />
      <TestPanel onOpen={(id) => openNode(id)} />
      <ProblemsPanel compilation={compilation} onOpen={openProblem} />
      {open?.kind === "search" && (
        <NodeSearch
          types={types}
          facts={facts}
          kind={workflow.kind}
          onClose={() => setOpen(null)}
          onChoose={(type) => {
            setOpen(null);
            add(type.id, open.place);
          }}
        />
      )}
      {open?.kind === "connect" && <ConnectDialog id={open.id} onClose={() => setOpen(null)} />}
      {open?.kind === "help" && <HelpSheet onClose={() => setOpen(null)} />}
    </div>
  );
}

/** The first of a node's labels that no edge has yet. */
function freeLabel(document: WorkflowDocument, id: string): string | undefined {
  const node = nodeOf(document, id)!;
  const labels = edgeLabels(node), edges = Graph.of(document).out(id);
  if (labels.length === 1) return undefined;
  return labels.find((label) => label === undefined || !edges.some((edge) => edge.label === label)) ?? "then";
}

function addAt(store: EditorStore, node: ReturnType<typeof newNode>, place: AddPlace, center: Point) {
  const { document, layout } = store.state, label = texts.editor.steps.add;
  if (place.edge) {
    const edge = document.edges.find((one) => one.id === place.edge);
    const from = edge && layout[edge.source], to = edge && layout[edge.target];
    const at = from && to ? { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 } : center;
    return store.change(label, insertOnEdge(place.edge, node, round(at)));
  }
  if (place.after) {
    const { id, label: arm } = place.after;
    const source = layout[id] ?? center;
    const at = place.at ? fromCenter(place.at) : below(layout, source);
    return store.change(label, addAfter(id, arm, node, round(at)));
  }
  store.change(label, addNode(node, round(fromCenter(place.at ?? center))));
}

function fromCenter({ x, y }: Point): Point {
  return { x: x - nodeSize.width / 2, y: y - nodeSize.height / 2 };
}

/** The first place below a node, and beside what is there already. */
function below(layout: EditorStore["state"]["layout"], { x, y }: Point): Point {
  const at = { x, y: y + nodeSize.height + 60 };
  const isTaken = () =>
    Object.values(layout).some((point) =>
      Math.abs(point.x - at.x) < nodeSize.width + 20 && Math.abs(point.y - at.y) < nodeSize.height + 20
    );
  for (let tries = 0; isTaken() && tries < 100; tries++) at.x += nodeSize.width + 40;
  return at;
}

function round({ x, y }: Point): Point {
  return { x: Math.round(x / 10) * 10, y: Math.round(y / 10) * 10 };
}

function startText({ trigger }: WorkflowDocument): string {
  const { start } = texts.editor;
  const type = isObject(trigger) ? trigger.type : "manual";
  if (!isObject(trigger) || type === "manual") return start.manual;
  if (type === "http") return start.http(String(trigger.method ?? "POST"), String(trigger.path ?? "/"));
  return type === "cron" ? `${start.cron} ${String(trigger.expression)}` : start.event(String(trigger.eventType));
}
