import { useQuery } from "../api/queries";
import type { Connection, Run } from "../api/types";
import { Link } from "../app/Link";
import { DateTime } from "../components/DateTime";
import { texts } from "../texts";
import { hasEnded } from "./hasEnded";
import { runDuration } from "./RunTable";

interface Props {
  run: Run;
  connection: Connection | undefined;
}

/** What a run is of, where it runs and since when. */
export function RunFacts({ run, connection }: Props) {
  const { workflowId } = run;
  const overview = useQuery("/api/workflows/{workflowId}/full", { path: { workflowId } });
  const version = overview.value?.versions.find((one) => one.id === run.versionId);
  return (
    <section className="card">
      <h2>{texts.runs.facts}</h2>
      <dl className="facts">
        <dt>{texts.runs.startedAt}</dt>
        <dd>
          <DateTime time={run.createdAt} />
        </dd>
        {run.finishedAt && (
          <>
            <dt>{texts.runs.finishedAt}</dt>
            <dd>
              <DateTime time={run.finishedAt} />
            </dd>
          </>
        )}
        {hasEnded(run) && (
          <>
            <dt>{texts.runs.duration}</dt>
            <dd>{runDuration(run)}</dd>
          </>
        )}
        <dt>{texts.runs.versionLabel}</dt>
        <dd>
          {run.test
            ? texts.runs.versionOfTest
            : run.versionId === null
            ? texts.runs.versionDeleted
            : (
              <Link to={`/workflows/${workflowId}/versions`}>
                {version ? texts.runs.version(version.version) : run.versionId}
              </Link>
            )}
        </dd>
        <dt>{texts.runs.connectionLabel}</dt>
        <dd>{connection?.name ?? run.connectionId ?? texts.runs.connectionDeleted}</dd>
        <dt>{texts.runs.id}</dt>
        <dd>
          <code>{run.id}</code>
        </dd>
        {run.instanceId !== run.id && (
          <>
            <dt>{texts.runs.instance}</dt>
            <dd>
              <code>{run.instanceId}</code>
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}
