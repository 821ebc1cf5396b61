import { useState } from "react";
import { useQuery } from "../api/queries";
import type { ScreenProps } from "../app/routes";
import { Link } from "../app/Link";
import { Button, ButtonLink } from "../components/Button";
import { ErrorMessage } from "../components/ErrorMessage";
import { Page } from "../components/Page";
import { StatusBadge } from "../components/StatusBadge";
import { texts } from "../texts";
import { WorkflowTabs } from "../workflows/WorkflowTabs";
import { RunFilters } from "./RunFilters";
import { RunList } from "./RunList";
import { RunStats } from "./RunStats";
import { StartRunDialog } from "./StartRunDialog";
import { useRunFilters } from "./useRunFilters";
import { useRuns } from "./useRuns";

/** The runs of one workflow. */
export default function WorkflowRunsScreen({ params }: ScreenProps) {
  const workflowId = params["workflowId"] ?? "";
  const [isStarting, setIsStarting] = useState(false);
  const filters = useRunFilters();
  const workflow = useQuery("/api/workflows/{workflowId}", { path: { workflowId } });
  const isFunction = workflow.value?.kind === "script";
  const list = useRuns(workflowId, isFunction ? { ...filters.query, test: true } : filters.query);
  const start = (
    <Button kind="primary" icon="play" disabled={!workflow.value} onClick={() => setIsStarting(true)}>
      {texts.runs.start}
    </Button>
  );
  return (
    <Page
      title={workflow.value?.name ?? texts.runs.title}
      trail={<Link to="/workflows">{texts.workflows.title}</Link>}
      badge={workflow.value && <StatusBadge status={workflow.value.status} />}
      actions={isFunction ? null : start}
    >
      <WorkflowTabs workflowId={workflowId} />
      {workflow.error !== undefined
        ? <ErrorMessage error={workflow.error} onRetry={() => void workflow.refresh()} />
        : (
          <>
            {isFunction ? <p className="muted">{texts.runs.testsOfFunction}</p> : <RunStats workflowId={workflowId} />}
            <RunFilters workflowId={workflowId} areTests={isFunction} />
            <RunList
              list={list}
              isFiltered={filters.isFiltered}
              onClearFilters={filters.clear}
              emptyHint={isFunction ? texts.runs.noTestsHint : texts.runs.emptyHint}
              emptyActions={isFunction
                ? <ButtonLink to={`/workflows/${workflowId}`}>{texts.runs.toEditorScreen}</ButtonLink>
                : <Button onClick={() => setIsStarting(true)}>{texts.runs.start}</Button>}
            />
          </>
        )}
      {isStarting && workflow.value && (
        <StartRunDialog
          workflowId={workflowId}
          title={texts.runs.startTitle(workflow.value.name)}
          onClose={() => setIsStarting(false)}
        />
      )}
    </Page>
  );
}
