import { ApiError } from "../../api/ApiError";
import { useQuery } from "../../api/queries";
import { ErrorMessage } from "../../components/ErrorMessage";
import { Skeleton } from "../../components/Loading";
import { texts } from "../../texts";

/** What `/api/ready` finds: each check with its result. */
export function HealthCard() {
  const ready = useQuery("/api/ready", {}, { refreshEvery: 60_000 });
  const text = texts.settings;
  if (ready.error instanceof ApiError && ready.error.status !== 503) return <ErrorMessage error={ready.error} />;
  if (ready.error !== undefined) {
    return (
      <div className="notice notice-bad">
        <p>{text.notReady}</p>
        <ErrorMessage error={ready.error} onRetry={() => void ready.refresh()} />
      </div>
    );
  }
  if (!ready.value) return <Skeleton lines={2} />;
  return (
    <div className="notice notice-good">
      <p>{text.ready}</p>
      <ul className="list-plain list-row">
        {Object.entries(ready.value.checks).map(([name, result]) => (
          <li key={name}>
            <span className={`badge badge-${result === "ok" ? "good" : "bad"}`}>
              {text.checks[name as keyof typeof text.checks] ?? name}
              <span className="visually-hidden">{result}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
