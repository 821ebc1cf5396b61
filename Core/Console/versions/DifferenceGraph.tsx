import { useEffect, useMemo, useRef, useState } from "react";
import { Canvas, type CanvasHandle } from "../canvas/Canvas";
import type { Difference } from "../document/difference";
import type { WorkflowDocument } from "../document/model";
import { layoutOf } from "../document/open";
import { texts } from "../texts";

interface Props {
  before: WorkflowDocument;
  after: WorkflowDocument;
  difference: Difference;
  /** The node that is shown first. */
  focus: string | null;
}

/** The later document with what was removed, marked by what happened to each node. */
export function DifferenceGraph({ before, after, difference, focus }: Props) {
  const canvas = useRef<CanvasHandle>(null);
  const [selection, setSelection] = useState<readonly string[]>(focus ? [focus] : []);
  const { document, layout, marks } = useMemo(() => {
    const removed = new Set(difference.removed.map((node) => node.id));
    const ids = new Set([...after.nodes, ...difference.removed].map((node) => node.id));
    const edges = before.edges.filter((edge) =>
      (removed.has(edge.source) || removed.has(edge.target)) && ids.has(edge.source) && ids.has(edge.target)
    );
    const document = {
      ...after,
      nodes: [...after.nodes, ...difference.removed],
      edges: [...after.edges, ...edges.map((edge) => ({ ...edge, id: `removed ${edge.id}` }))],
    } as WorkflowDocument;
    const marks = new Map<string, string>([
      ...difference.added.map((node) => [node.id, "added"] as const),
      ...difference.removed.map((node) => [node.id, "removed"] as const),
      ...difference.changed.map((change) => [change.node.id, "changed"] as const),
    ]);
    return { document, layout: layoutOf(document), marks };
  }, [before, after, difference]);
  useEffect(() => {
    if (focus) canvas.current?.reveal(focus);
  }, [focus]);
  return (
    <div className="difference-graph">
      <Canvas
        ref={canvas}
        document={document}
        layout={layout}
        selection={selection}
        marks={marks}
        label={texts.versions.graph}
        onSelect={setSelection}
      />
    </div>
  );
}
