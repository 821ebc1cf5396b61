import { useEffect, useMemo, useState } from "react";
import type { Run, RunStep } from "../api/types";
import { useOnce } from "../api/useOnce";
import { useSearch } from "../app/location";
import { arrange } from "../canvas/arrange";
import { Canvas } from "../canvas/Canvas";
import { ErrorMessage } from "../components/ErrorMessage";
import { Skeleton } from "../components/Loading";
import { layoutOf } from "../document/open";
import { hasCoveredNodes } from "../document/placement";
import { loadLayout, withLayout } from "../editor/sharedDraft";
import { factsOf, loadNodeTypes } from "../editor/nodeTypes";
import { loadRunDocument } from "../editor/workflowDocument";
import { texts } from "../texts";
import { nodeMarks } from "./nodeMarks";
import { placeSteps } from "./placeSteps";

interface Props {
  run: Run;
  /** `undefined` while they are loaded. */
  steps: readonly RunStep[] | undefined;
}

/** What runs as a graph, whose nodes follow the run. A node leads to its last step. */
export function RunGraph({ run, steps }: Props) {
  const { workflowId } = run;
  const loaded = useOnce(async () => {
    const [document, layout, types] = await Promise.all([
      loadRunDocument(workflowId, run.id),
      loadLayout(workflowId),
      loadNodeTypes(),
    ]);
    const state = withLayout({ document, layout: layoutOf(document), selection: [] }, layout, run.createdAt);
    // Nobody can move the nodes of a run.
    const places = hasCoveredNodes(state) ? await arrange(document) : state.layout;
    return { ...state, layout: places, types: factsOf(types) };
  });
  const [selection, setSelection] = useState<readonly string[]>([]);
  const [, setSearch] = useSearch();
  const marks = useMemo(() => nodeMarks(steps ?? []), [steps]);
  const selected = selection.length === 1 ? selection[0] : undefined;
  useEffect(() => {
    const step = placeSteps(steps ?? [], Date.now()).reverse().find((one) => one.step.nodeId === selected);
    if (selected !== undefined && step) setSearch({ view: null, step: step.key });
  }, [selected]);
  if (loaded.error !== undefined) return <ErrorMessage error={loaded.error} onRetry={loaded.retry} />;
  if (!loaded.value) return <Skeleton lines={8} />;
  return (
    <div className="run-graph">
      <Canvas
        document={loaded.value.document}
        layout={loaded.value.layout}
        selection={selection}
        marks={marks}
        types={loaded.value.types}
        label={texts.runs.graph}
        onSelect={setSelection}
      />
    </div>
  );
}
