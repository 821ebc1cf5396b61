import { useQuery } from "../api/queries";
import type { RunStatistics } from "../api/types";
import { dateText, durationText } from "../components/dates";
import { texts } from "../texts";

/** The runs of the last day: how many began in each hour, how they ended, and how long they took. */
export function RunStats({ workflowId }: { workflowId: string }) {
  const stats = useQuery("/api/stats", { query: workflowId ? { workflowId } : {} });
  // The list below is what matters: without figures it stands alone.
  if (!stats.value) return <div className="run-stats" aria-hidden="true" />;
  const { totals, durations } = stats.value;
  const count = totals.reduce((sum, one) => sum + one.count, 0);
  return (
    <section className="run-stats" aria-label={texts.runs.lastDay}>
      <dl>
        <div>
          <dt>{texts.runs.lastDay}</dt>
          <dd>{texts.runs.countOf(count)}</dd>
        </div>
        {totals.map((one) => (
          <div key={one.status}>
            <dt>{texts.statuses[one.status] ?? one.status}</dt>
            <dd>{one.count}</dd>
          </div>
        ))}
        {durations.p50 !== null && durations.p95 !== null && (
          <>
            <div>
              <dt>{texts.runs.median}</dt>
              <dd>{durationText(durations.p50)}</dd>
            </div>
            <div>
              <dt>{texts.runs.percentile95}</dt>
              <dd>{durationText(durations.p95)}</dd>
            </div>
          </>
        )}
      </dl>
      <HourBars hours={stats.value.hours} />
    </section>
  );
}

const height = 40;

/** A bar for each hour, with the failed runs at its foot. */
function HourBars({ hours }: { hours: RunStatistics["hours"] }) {
  const bars = hours.map(({ start, counts }) => {
    const all = counts.reduce((sum, one) => sum + one.count, 0);
    const failed = counts.find((one) => one.status === "errored")?.count ?? 0;
    return { start, all, failed };
  });
  const most = Math.max(1, ...bars.map((bar) => bar.all));
  const length = (count: number) => count === 0 ? 0 : Math.max(2, count / most * height);
  return (
    <svg
      className="hour-bars"
      viewBox={`0 0 ${bars.length * 10} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={texts.runs.byHour}
    >
      {bars.map(({ start, all, failed }, index) => (
        <g key={start}>
          <title>{texts.runs.hour(dateText(new Date(start)), all, failed)}</title>
          <rect className="hour" x={index * 10} y={0} width={10} height={height} />
          <rect className="hour-all" x={index * 10 + 1} y={height - length(all)} width={8} height={length(all)} />
          <rect
            className="hour-failed"
            x={index * 10 + 1}
            y={height - length(failed)}
            width={8}
            height={length(failed)}
          />
        </g>
      ))}
    </svg>
  );
}
