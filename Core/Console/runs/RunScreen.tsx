import { useQuery } from "../api/queries";
import { Link } from "../app/Link";
import { useSearch } from "../app/location";
import type { ScreenProps } from "../app/routes";
import { JSONBlock } from "../components/CodeBlock";
import { ErrorMessage } from "../components/ErrorMessage";
import { Skeleton } from "../components/Loading";
import { Page } from "../components/Page";
import { StatusBadge } from "../components/StatusBadge";
import { TabChoice } from "../components/Tabs";
import { texts } from "../texts";
import { hasEnded } from "./hasEnded";
import { RunActions } from "./RunActions";
import { RunFacts } from "./RunFacts";
import { RunFailure } from "./RunFailure";
import { RunGraph } from "./RunGraph";
import { RunLogs } from "./RunLogs";
import { RunSteps } from "./RunSteps";
import { RunWait } from "./RunWait";
import { useRun } from "./useRun";

type View = "steps" | "graph" | "input" | "output" | "logs";

const views: { value: View; text: string }[] = [
  { value: "steps", text: texts.runs.steps },
  { value: "graph", text: texts.runs.graph },
  { value: "input", text: texts.runs.input },
  { value: "output", text: texts.runs.output },
  { value: "logs", text: texts.runs.logs },
];

function titleOf(workflow: string, isTest: boolean): string {
  return isTest ? texts.runs.titleTest(workflow) : texts.runs.titleOne(workflow);
}

/** One run, kept up to date until it has ended. */
export default function RunScreen({ params }: ScreenProps) {
  const path = { workflowId: params["workflowId"] ?? "", runId: params["runId"] ?? "" };
  const [search, setSearch] = useSearch();
  const workflow = useQuery("/api/workflows/{workflowId}", { path: { workflowId: path.workflowId } });
  const run = useRun(path);
  const connections = useQuery("/api/connections", { query: { limit: 100 } });
  const providers = useQuery("/api/providers", { query: {} });
  const connection = connections.value?.data.find((one) => one.id === run.value?.connectionId);
  const provider = providers.value?.data.find((one) => one.id === connection?.provider);
  const capabilities = provider?.capabilities;
  // A provider without logs is not asked for them.
  const isAsked = [connections, providers].every(({ value, error }) => value !== undefined || error !== undefined);
  const view = views.find(({ value }) => value === search.get("view"))?.value ?? "steps";
  return (
    <Page
      title={workflow.value ? titleOf(workflow.value.name, run.value?.test ?? false) : texts.runs.run}
      trail={<Link to={`/workflows/${path.workflowId}/runs`}>{texts.runs.titleOf(workflow.value?.name ?? "…")}</Link>}
      badge={run.value && <StatusBadge status={run.value.status} />}
      actions={run.value && <RunActions run={run.value} capabilities={capabilities} />}
    >
      {run.error !== undefined && <ErrorMessage error={run.error} onRetry={() => void run.refresh()} />}
      {!run.value ? run.error === undefined && <Skeleton lines={8} /> : (
        <>
          {run.value.error && <RunFailure run={run.value} error={run.value.error} />}
          {run.value.waitingFor && (
            <RunWait
              run={run.value}
              wait={run.value.waitingFor}
              steps={run.steps}
              canSend={capabilities?.includes("sendEvent") ?? true}
            />
          )}
          <RunFacts run={run.value} connection={connection} />
          <TabChoice
            label={texts.runs.views}
            value={view}
            choices={views}
            onChange={(value) => setSearch({ view: value === "steps" ? null : value })}
          />
          {view === "steps" && (
            <RunSteps
              run={run.value}
              steps={run.steps}
              isReported={capabilities?.includes("steps") ?? true}
              canRestartFrom={capabilities?.includes("restartFrom") ?? false}
            />
          )}
          {view === "graph" && (run.value.versionId === null && !run.value.test
            ? <p className="muted">{texts.runs.noGraph}</p>
            : <RunGraph key={run.value.id} run={run.value} steps={run.steps} />)}
          {view === "input" && <JSONBlock label={texts.runs.input} value={run.value.params} />}
          {view === "output" && (hasEnded(run.value)
            ? <JSONBlock label={texts.runs.output} value={run.value.output} />
            : <p className="muted">{texts.runs.noOutput}</p>)}
          {view === "logs" && isAsked && (
            <RunLogs
              run={run.value}
              steps={run.steps}
              missingFrom={provider && !provider.capabilities.includes("logs") ? provider.name : null}
            />
          )}
        </>
      )}
    </Page>
  );
}
