import type { WorkflowOverview } from "../api/types";
import { Link } from "../app/Link";
import { DateTime } from "../components/DateTime";
import { texts } from "../texts";

/** The deployed version of a function, and its variables. */
export function FunctionFacts({ full }: { full: WorkflowOverview }) {
  const active = full.versions.find((one) => one.id === full.activeVersionId);
  return (
    <section className="card">
      <h2>{texts.functions.details}</h2>
      <dl className="facts">
        {active && (
          <>
            <dt>{texts.runs.versionLabel}</dt>
            <dd>
              <Link to={`/workflows/${full.id}/versions`}>{texts.runs.version(active.version)}</Link>
            </dd>
          </>
        )}
        <dt>{texts.workflows.updated}</dt>
        <dd>
          <DateTime time={full.updatedAt} />
        </dd>
        <dt>{texts.functions.variables}</dt>
        <dd>{full.envVars.map(({ name }) => name).join(", ") || texts.functions.noVariables}</dd>
      </dl>
    </section>
  );
}
