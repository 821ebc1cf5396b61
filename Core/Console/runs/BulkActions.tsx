import { useState } from "react";
import { send } from "../api/client";
import { useEvents } from "../api/events";
import { cache, useAction } from "../api/queries";
import type { RunJob } from "../api/types";
import { showToast } from "../app/showToast";
import { Button } from "../components/Button";
import { ConfirmDialog } from "../components/ConfirmDialog";
import { texts } from "../texts";

type Action = RunJob["action"];

const actions: readonly [Action, string][] = [
  ["pause", texts.runs.pause],
  ["resume", texts.runs.resume],
  ["terminate", texts.runs.terminate],
  ["restart", texts.runs.restart],
  ["delete", texts.runs.deleteRun],
];

interface Props {
  selected: ReadonlySet<string>;
  onSelectAll(): void;
  onClear(): void;
}

/** Actions on the selected runs, as one job that the server carries out. */
export function BulkActions({ selected, onSelectAll, onClear }: Props) {
  const [asked, setAsked] = useState<Action | null>(null);
  const [job, setJob] = useState<RunJob | null>(null);
  const isRunning = job?.status === "running";

  useEvents(
    isRunning ? "/api/runs/jobs/{jobId}/events" : null,
    { jobId: job?.id },
    ["progress", "result"],
    (_, data) => {
      const next = data as RunJob;
      setJob(next);
      if (next.status === "running") return false;
      cache.invalidate("/api/runs", "/api/workflows");
      const text = texts.runs.bulkDone(next.done, next.skipped, next.failed);
      showToast(next.failed ? "error" : "success", [text, next.errors[0]?.message].filter(Boolean).join(" "));
      onClear();
      return true;
    },
  );
  const cancel = useAction(async () => {
    if (job) await send("post", "/api/runs/jobs/{jobId}/cancel", { path: { jobId: job.id } });
  });
  if (!selected.size && !isRunning) return null;
  const label = actions.find(([action]) => action === asked)?.[1] ?? "";
  return (
    <div className="bulk" role="region" aria-label={texts.runs.actions}>
      {isRunning
        ? (
          <>
            <progress value={job.done + job.failed + job.skipped} max={Math.max(1, job.total)} />
            <span>{texts.runs.bulkProgress(job.done, job.total)}</span>
            <Button isBusy={cancel.isBusy} onClick={() => void cancel.run()}>{texts.common.cancel}</Button>
          </>
        )
        : (
          <>
            <span>{texts.runs.selected(selected.size)}</span>
            {actions.map(([action, text]) => (
              <Button
                key={action}
                kind={action === "delete" || action === "terminate" ? "danger" : "normal"}
                onClick={() => setAsked(action)}
              >
                {text}
              </Button>
            ))}
            <Button kind="quiet" onClick={onSelectAll}>{texts.runs.selectAll}</Button>
            <Button kind="quiet" onClick={onClear}>{texts.runs.clearSelection}</Button>
          </>
        )}
      {asked && (
        <ConfirmDialog
          title={texts.runs.bulkTitle(label, selected.size)}
          submit={label}
          isDanger={asked === "delete" || asked === "terminate"}
          onClose={() => setAsked(null)}
          onConfirm={async () => {
            setJob(await startJob(asked, [...selected]));
            setAsked(null);
          }}
        >
          <p>{texts.runs.bulkHint}</p>
        </ConfirmDialog>
      )}
    </div>
  );
}

async function startJob(action: Action, runIds: string[]): Promise<RunJob> {
  if (action === "delete") return await send("post", "/api/runs/purge", { body: { runIds } as never });
  return await send("post", "/api/runs/jobs", { body: { action, filter: { runIds } } });
}
