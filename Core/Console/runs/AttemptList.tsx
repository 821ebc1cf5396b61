import type { RunAttempt } from "../api/types";
import { dateText, durationText, utcText } from "../components/dates";
import { StatusBadge } from "../components/StatusBadge";
import { texts } from "../texts";

/** The attempts of a step that are known, each with its error. */
export function AttemptList({ attempts, total }: { attempts: readonly RunAttempt[]; total: number }) {
  return (
    <>
      <h3>{texts.runs.attempts}</h3>
      {attempts.length < total && <p className="muted">{texts.runs.someAttempts(attempts.length, total)}</p>}
      <ol className="attempts">
        {attempts.map((attempt) => {
          const start = new Date(attempt.startedAt);
          return (
            <li key={attempt.number}>
              <span>{texts.runs.attempt(attempt.number)}</span>
              <StatusBadge status={attempt.error ? "failed" : attempt.endedAt ? "succeeded" : "active"} />
              <time dateTime={attempt.startedAt} title={utcText(start)}>{dateText(start)}</time>
              {attempt.endedAt && <span>{durationText(Date.parse(attempt.endedAt) - start.getTime())}</span>}
              {attempt.error && (
                <span className="run-error attempt-error">
                  {attempt.error.name}: {attempt.error.message}
                  {attempt.error.line !== undefined && ` (${texts.runs.line(attempt.error.line)})`}
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </>
  );
}
