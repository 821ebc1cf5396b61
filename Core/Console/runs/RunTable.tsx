import type { RunSummary } from "../api/types";
import { Link } from "../app/Link";
import { DateTime } from "../components/DateTime";
import { durationText } from "../components/dates";
import { StatusBadge } from "../components/StatusBadge";
import { type Column, Table } from "../components/Table";
import { texts } from "../texts";
import { hasEnded } from "./hasEnded";

interface Props {
  runs: readonly RunSummary[];
  /** Names of workflows by id, where the list is of several. */
  names?: Map<string, string> | undefined;
  selected: ReadonlySet<string>;
  onSelect(ids: ReadonlySet<string>): void;
}

export function RunTable({ runs, names, selected, onSelect }: Props) {
  function toggle(id: string) {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    onSelect(next);
  }
  const columns: Column<RunSummary>[] = [
    {
      title: texts.runs.run,
      kind: "main",
      cell: (run) => (
        <div className="run-name">
          <input
            type="checkbox"
            aria-label={texts.runs.select(run.id)}
            checked={selected.has(run.id)}
            onChange={() => toggle(run.id)}
          />
          <div>
            <Link to={`/workflows/${run.workflowId}/runs/${run.id}`} className="row-link">
              {names ? names.get(run.workflowId) ?? texts.runs.unknownWorkflow : <code>{run.id}</code>}
            </Link>
            {names && (
              <div className="row-note">
                <code>{run.id}</code>
              </div>
            )}
            {run.error && <div className="row-note run-error">{run.error.message}</div>}
          </div>
        </div>
      ),
    },
    { title: texts.runs.status, cell: (run) => <StatusBadge status={run.status} /> },
    { title: texts.runs.started, cell: (run) => <DateTime time={run.createdAt} show="relative" /> },
    { title: texts.runs.duration, kind: "end", cell: (run) => hasEnded(run) ? runDuration(run) : "" },
  ];
  return <Table label={texts.runs.title} columns={columns} rows={runs} rowKey={(run) => run.id} />;
}

/** From its start to its end, or to when something was last learned of it. */
export function runDuration(run: Pick<RunSummary, "createdAt" | "finishedAt" | "updatedAt">): string {
  return durationText(Date.parse(run.finishedAt ?? run.updatedAt) - Date.parse(run.createdAt));
}
