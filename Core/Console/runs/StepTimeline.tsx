import { useState } from "react";
import { send } from "../api/client";
import type { Run } from "../api/types";
import { useSearch } from "../app/location";
import { ConfirmDialog } from "../components/ConfirmDialog";
import { durationText } from "../components/dates";
import { Icon } from "../components/Icon";
import { Menu } from "../components/Menu";
import { StatusBadge } from "../components/StatusBadge";
import { type Column, Table } from "../components/Table";
import { texts } from "../texts";
import type { Placed } from "./placeSteps";
import { refresh } from "./RunActions";
import { stepStatus } from "./stepStatus";
import { StepDetails } from "./StepDetails";
import { StepTrack } from "./StepTrack";

interface Props {
  run: Run;
  placed: readonly Placed[];
  canRestartFrom: boolean;
}

/** Steps of a run, each with its place in the time of the run; one of them with its details. */
export function StepTimeline({ run, placed, canRestartFrom }: Props) {
  const [from, setFrom] = useState<Placed | null>(null);
  const [search, setSearch] = useSearch();
  const opened = search.get("step");
  const path = { workflowId: run.workflowId, runId: run.id };
  const columns: Column<Placed>[] = [
    {
      title: texts.runs.step,
      kind: "main",
      cell: (one) => (
        <StepName
          placed={one}
          isOpen={opened === one.key}
          onToggle={() => setSearch({ step: opened === one.key ? null : one.key })}
        />
      ),
    },
    { title: texts.runs.status, cell: ({ step }) => <StatusBadge status={stepStatus(step)} /> },
    { title: texts.runs.attempts, kind: "end", cell: ({ step }) => step.attempts },
    { title: texts.runs.timeline, cell: (one) => <StepTrack placed={one} /> },
    { title: texts.runs.duration, kind: "end", cell: ({ duration }) => durationText(duration) },
    ...(canRestartFrom
      ? [{
        title: texts.runs.actions,
        kind: "tight" as const,
        cell: (one: Placed) => (
          <Menu
            label={texts.runs.stepMenu(one.step.name)}
            items={[{ text: texts.runs.restartFrom, icon: "restart", onSelect: () => setFrom(one) }]}
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
        rows={placed}
        rowKey={({ key }) => key}
        details={(one) => one.key === opened && <StepDetails run={run} step={one.step} />}
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

/** The name, which opens the details, with the rounds of the loops around the step and its error. */
function StepName({ placed, isOpen, onToggle }: { placed: Placed; isOpen: boolean; onToggle(): void }) {
  const { step } = placed;
  const rounds = step.rounds ?? [];
  return (
    <div>
      <button type="button" className="step-name" aria-expanded={isOpen} onClick={onToggle}>
        <Icon name={isOpen ? "chevronDown" : "chevronRight"} />
        <span>{step.name}</span>
      </button>
      {rounds.length > 0 && <div className="row-note step-note">{texts.runs.rounds(rounds)}</div>}
      {step.error && (
        <div className="row-note run-error step-note">
          {step.error.name}: {step.error.message}
        </div>
      )}
    </div>
  );
}
