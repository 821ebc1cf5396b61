import { useCallback, useEffect, useState } from "react";
import type { ScreenProps } from "../app/routes";
import { ErrorMessage } from "../components/ErrorMessage";
import { Skeleton } from "../components/Loading";
import { loadNodeTypes, type NodeTypes } from "./nodeTypes";
import { OpenEditor } from "./OpenEditor";
import { isBehind } from "./openWorkflow";
import { useDraftStorage } from "./useDrafts";
import { type LoadedWorkflow, loadWorkflow } from "./workflowDocument";
import "./editor.css";

interface Loaded {
  workflow: LoadedWorkflow;
  types: NodeTypes;
}

/** Opens a workflow in the editor. */
export default function EditorScreen({ params }: ScreenProps) {
  const { workflowId } = params;
  const [loaded, setLoaded] = useState<Loaded>();
  const [error, setError] = useState<unknown>();
  const drafts = useDraftStorage();
  const load = useCallback(() => {
    setError(undefined);
    let isCurrent = true;
    const newest = async () => {
      const workflow = await loadWorkflow(workflowId);
      return isBehind(drafts, workflowId, workflow) ? await loadWorkflow(workflowId) : workflow;
    };
    Promise.all([newest(), loadNodeTypes()]).then(
      ([workflow, types]) => isCurrent && setLoaded({ workflow, types }),
      (failure) => isCurrent && setError(failure),
    );
    return () => {
      isCurrent = false;
    };
  }, [workflowId, drafts]);
  useEffect(load, [load]);
  // Begins anew with what the server has.
  const reload = useCallback(() => {
    setLoaded(undefined);
    load();
  }, [load]);
  if (error !== undefined) {
    return (
      <div className="page">
        <ErrorMessage error={error} onRetry={load} />
      </div>
    );
  }
  if (!loaded) {
    return (
      <div className="page">
        <Skeleton lines={6} />
      </div>
    );
  }
  return <OpenEditor key={workflowId} workflowId={workflowId} {...loaded} onReload={reload} />;
}
