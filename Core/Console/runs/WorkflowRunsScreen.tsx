import { useState } from "react";
import { useQuery } from "../api/queries";
import { useSearch } from "../app/location";
import type { ScreenProps } from "../app/routes";
import { Link } from "../app/Link";
import { Button } from "../components/Button";
import { ErrorMessage } from "../components/ErrorMessage";
import { Page } from "../components/Page";
import { StatusBadge } from "../components/StatusBadge";
import { texts } from "../texts";
import { WorkflowTabs } from "../workflows/WorkflowTabs";
import { RunList } from "./RunList";
import { StartRunDialog } from "./StartRunDialog";
import { StatusFilter } from "./StatusFilter";
import { useRuns } from "./useRuns";

/** The runs of one workflow. */
export default function WorkflowRunsScreen({ params }: ScreenProps) {
  const workflowId = params["workflowId"] ?? "";
  const [search, setSearch] = useSearch();
  const [isStarting, setIsStarting] = useState(false);
  const status = search.get("status") ?? "";
  const workflow = useQuery("/api/workflows/{workflowId}", { path: { workflowId } });
  const list = useRuns(workflowId, { limit: 50, status: status as never });
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
      actions={start}
    >
      <WorkflowTabs workflowId={workflowId} />
      {workflow.error !== undefined
        ? <ErrorMessage error={workflow.error} onRetry={() => void workflow.refresh()} />
        : (
          <>
            <div className="filters" role="search">
              <StatusFilter value={status} onChange={(status) => setSearch({ status })} />
            </div>
            <RunList
              list={list}
              isFiltered={Boolean(status)}
              onClearFilters={() => setSearch({ status: null })}
              emptyActions={<Button onClick={() => setIsStarting(true)}>{texts.runs.start}</Button>}
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
