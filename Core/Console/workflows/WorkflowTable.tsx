import { useState } from "react";
import type { WorkflowSummary } from "../api/types";
import { Link } from "../app/Link";
import { DateTime } from "../components/DateTime";
import { StatusBadge } from "../components/StatusBadge";
import { type Column, Table } from "../components/Table";
import { texts } from "../texts";
import { type WorkflowAction, WorkflowDialogs } from "./WorkflowDialogs";
import { WorkflowMenu } from "./WorkflowMenu";

interface Props {
  workflows: readonly WorkflowSummary[];
  /** Whether all of them are functions, which have addresses and no runs. */
  areFunctions?: boolean;
}

/** Workflows or functions, each with its actions. */
export function WorkflowTable({ workflows, areFunctions = false }: Props) {
  const [action, setAction] = useState<{ kind: WorkflowAction; workflow: WorkflowSummary } | null>(null);
  const columns: Column<WorkflowSummary>[] = [
    { title: texts.workflows.name, kind: "main", cell: (workflow) => <Name workflow={workflow} /> },
    { title: texts.workflows.status, cell: ({ status }) => <StatusBadge status={status} /> },
    ...(areFunctions ? [{ title: texts.workflows.address, cell: Address }] : [
      { title: texts.workflows.lastRun, cell: LastRun },
      { title: texts.workflows.trigger, cell: Trigger },
    ]),
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
      <Link to={to} className="row-link">{workflow.name}</Link>{" "}
      {workflow.kind === "script" && <span className="row-kind">{texts.workflows.function}</span>}
      {workflow.draft && (
        <span className="row-kind" title={texts.workflows.draftHint(workflow.draft.author?.name)}>
          {texts.workflows.draft}
        </span>
      )}
      {workflow.description && <div className="row-note">{workflow.description}</div>}
    </div>
  );
}

function LastRun({ id, kind, lastRun }: WorkflowSummary) {
  if (!lastRun) return kind === "script" ? null : <span className="muted" title={texts.workflows.noRun}>—</span>;
  return (
    <Link to={`/workflows/${id}/runs/${lastRun.id}`} className="row-run">
      <StatusBadge status={lastRun.status} /> <DateTime time={lastRun.createdAt} show="relative" />
    </Link>
  );
}

/** When a schedule is next due; otherwise the address. */
function Trigger(workflow: WorkflowSummary) {
  const { nextRunAt, url } = workflow;
  if (nextRunAt) return <DateTime time={nextRunAt} show="relative" />;
  return url ? Address(workflow) : <span className="muted" title={texts.workflows.noTrigger}>—</span>;
}

function Address({ url }: WorkflowSummary) {
  return url ? <code className="row-address" title={url}>{url}</code> : null;
}
