import { utcText } from "../components/dates";
import type { Placed, Span } from "./placeSteps";

/** When a step ran in the time of its run; of several attempts, when each of them did. */
export function StepTrack({ placed: { step, attempts, start, length } }: { placed: Placed }) {
  return (
    <div className="step-track" title={utcText(new Date(step.startedAt))}>
      {attempts.length === 0
        ? <div className={`step-bar step-${step.status}`} style={position({ start, length })} />
        : (
          <>
            <div className="step-bar step-span" style={position({ start, length })} />
            {attempts.map((attempt) => (
              <div key={attempt.number} className={`step-bar step-${attempt.status}`} style={position(attempt)} />
            ))}
          </>
        )}
    </div>
  );
}

function position({ start, length }: Span) {
  return { left: `${start * 100}%`, width: `${length * 100}%` };
}
