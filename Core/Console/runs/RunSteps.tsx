import { useState } from "react";
import type { Run, RunStep } from "../api/types";
import { Button } from "../components/Button";
import { FilterSelect } from "../components/Field";
import { Skeleton } from "../components/Loading";
import { texts } from "../texts";
import { placeSteps } from "./placeSteps";
import { StepTimeline } from "./StepTimeline";

interface Props {
  run: Run;
  /** `undefined` while they are loaded. */
  steps: readonly RunStep[] | undefined;
  /** Whether the provider reports steps. */
  isReported: boolean;
  canRestartFrom: boolean;
}

/** Steps that are shown at first, and more with each press of a button. */
const portion = 200;
/** From which number on steps can be filtered. */
const many = 20;

/** The steps of a run. */
export function RunSteps({ run, steps, isReported, canRestartFrom }: Props) {
  const [status, setStatus] = useState("");
  const [most, setMost] = useState(portion);
  if (!isReported) return <p className="muted">{texts.runs.stepsUnsupported}</p>;
  if (!steps) return <Skeleton lines={4} />;
  if (!steps.length) return <p className="muted">{texts.runs.noSteps}</p>;
  const placed = placeSteps(steps, Date.now());
  const shown = placed.filter(({ step }) => isIncluded(step, status));
  return (
    <>
      {steps.length > many && (
        <div className="filters">
          <FilterSelect
            label={texts.runs.stepFilter}
            value={status}
            onChange={setStatus}
            options={Object.entries(texts.runs.stepFilters).map(([value, text]) => ({ value, text }))}
          />
        </div>
      )}
      {shown.length === 0
        ? <p className="muted">{texts.runs.noMatch}</p>
        : <StepTimeline run={run} placed={shown.slice(0, most)} canRestartFrom={canRestartFrom} />}
      {shown.length > most && (
        <div className="more">
          <Button onClick={() => setMost(most + portion)}>{texts.runs.moreSteps(shown.length - most)}</Button>
        </div>
      )}
    </>
  );
}

function isIncluded(step: RunStep, filter: string): boolean {
  if (filter === "failed") return step.status === "failed" || step.error !== null;
  if (filter === "open") return step.endedAt === null;
  return true;
}
