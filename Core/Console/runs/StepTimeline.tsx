import { useState } from "react";
import { send } from "../api/client";
import type { Run, RunStep } from "../api/types";
import { ConfirmDialog } from "../components/ConfirmDialog";
import { durationText, utcText } from "../components/dates";
import { Menu } from "../components/Menu";
import { StatusBadge } from "../components/StatusBadge";
import { type Column, Table } from "../components/Table";
import { texts } from "../texts";
import { refresh } from "./RunActions";
import { type Placed, placeSteps } from "./placeSteps";

interface Props {
  run: Run;
  steps: readonly RunStep[];
  canRestartFrom: boolean;
}

/** The steps of a run, each with its place in the time of the run. */
export function StepTimeline({ run, steps, canRestartFrom }: Props) {
  const [from, setFrom] = useState<Placed | null>(null);
  const path = { workflowId: run.workflowId, runId: run.id };
  const columns: Column<Placed>[] = [
    {
      title: texts.runs.step,
      kind: "main",
      cell: ({ step }) => (
        <div>
          <div className="step-name">{step.name}</div>
          {step.error && (
            <div className="row-note run-error">
              {step.error.name}: {step.error.message}
            </div>
          )}
        </div>
      ),
    },
    { title: texts.runs.status, cell: ({ step }) => <StatusBadge status={step.status} /> },
    { title: texts.runs.attempts, kind: "end", cell: ({ step }) => step.attempts },
    {
      title: texts.runs.timeline,
      cell: ({ step, start, length }) => (
        <div className="step-track" title={utcText(new Date(step.startedAt))}>
          <div
            className={`step-bar step-${step.status}`}
            style={{ marginLeft: `${start * 100}%`, width: `${length * 100}%` }}
          />
        </div>
      ),
    },
    { title: texts.runs.duration, kind: "end", cell: ({ duration }) => durationText(duration) },
    ...(canRestartFrom
      ? [{
        title: texts.runs.actions,
        kind: "tight" as const,
        cell: (placed: Placed) => (
          <Menu
            label={texts.runs.stepMenu(placed.step.name)}
            items={[{ text: texts.runs.restartFrom, icon: "restart", onSelect: () => setFrom(placed) }]}
          />
        ),
      }]
      : []),
  ];
  return (
    <>
      <Table
        label={texts.runs.steps}
        columns={columns}
        rows={placeSteps(steps, Date.now())}
        rowKey={({ key }) => key}
      />
      {from && (
        <ConfirmDialog
          title={texts.runs.restartFromTitle(from.step.name)}
          submit={texts.runs.restart}
          onClose={() => setFrom(null)}
          onConfirm={async () => {
            await send("post", "/api/workflows/{workflowId}/runs/{runId}/restart", {
              path,
              body: { from: { name: from.step.name, count: from.count } },
            });
            refresh(path);
            setFrom(null);
          }}
        >
          <p>{texts.runs.restartFromHint}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
