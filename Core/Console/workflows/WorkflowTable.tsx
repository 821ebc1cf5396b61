import { useState } from "react";
import type { RunSummary, WorkflowSummary } from "../api/types";
import { Link } from "../app/Link";
import { DateTime } from "../components/DateTime";
import { StatusBadge } from "../components/StatusBadge";
import { type Column, Table } from "../components/Table";
import { texts } from "../texts";
import { type WorkflowAction, WorkflowDialogs } from "./WorkflowDialogs";
import { WorkflowMenu } from "./WorkflowMenu";

interface Props {
  workflows: readonly WorkflowSummary[];
  /** By workflow; `undefined` while they are loaded. */
  lastRuns?: Map<string, RunSummary> | undefined;
}

/** Workflows or functions, each with its actions. */
export function WorkflowTable({ workflows, lastRuns }: Props) {
  const [action, setAction] = useState<{ kind: WorkflowAction; workflow: WorkflowSummary } | null>(null);
  const columns: Column<WorkflowSummary>[] = [
    { title: texts.workflows.name, kind: "main", cell: (workflow) => <Name workflow={workflow} /> },
    { title: texts.workflows.status, cell: ({ status }) => <StatusBadge status={status} /> },
    ...(lastRuns ? [{ title: texts.workflows.lastRun, cell: lastRunCell(lastRuns) }] : []),
    { title: texts.workflows.updated, cell: ({ updatedAt }) => <DateTime time={updatedAt} show="relative" /> },
    {
      title: texts.workflows.actions,
      kind: "tight",
      cell: (workflow) => <WorkflowMenu workflow={workflow} onChoose={(kind) => setAction({ kind, workflow })} />,
    },
  ];
  return (
    <>
      <Table label={texts.workflows.title} columns={columns} rows={workflows} rowKey={(workflow) => workflow.id} />
      {action && <WorkflowDialogs action={action.kind} workflow={action.workflow} onClose={() => setAction(null)} />}
    </>
  );
}

function Name({ workflow }: { workflow: WorkflowSummary }) {
  const to = workflow.kind === "script" ? `/functions/${workflow.id}` : `/workflows/${workflow.id}`;
  return (
    <div>
      <Link to={to} className="row-link">{workflow.name}</Link>
      {workflow.kind === "script" && <span className="row-kind">{texts.workflows.function}</span>}
      {workflow.description && <div className="row-note">{workflow.description}</div>}
    </div>
  );
}

function lastRunCell(lastRuns: Map<string, RunSummary>) {
  return function cell({ id, kind }: WorkflowSummary) {
    const run = lastRuns.get(id);
    if (run) {
      return (
        <Link to={`/workflows/${id}/runs/${run.id}`} className="row-run">
          <StatusBadge status={run.status} /> <DateTime time={run.createdAt} show="relative" />
        </Link>
      );
    }
    return kind === "script" ? null : <span className="muted" title={texts.workflows.noRecentRun}>—</span>;
  };
}
