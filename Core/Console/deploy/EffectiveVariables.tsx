import { useList } from "../api/queries";
import type { WorkflowOverview } from "../api/types";
import { useAccount } from "../app/account";
import { ErrorMessage } from "../components/ErrorMessage";
import { SkeletonTable } from "../components/Loading";
import { MoreButton } from "../components/MoreButton";
import { type Column, Table } from "../components/Table";
import { texts } from "../texts";
import { type EffectiveVariable, effectiveVariables } from "./effective";

/** The variables that a deploy gives the workflow, where each has its value, and which of them deployments do not have yet. */
export function EffectiveVariables({ workflow }: { workflow: WorkflowOverview }) {
  const { project: current } = useAccount();
  const ofProject = useList("/api/env-vars", { query: { projectId: current.id, limit: 100 } });
  const ofOrganization = useList("/api/env-vars", { query: { projectId: "", limit: 100 } });
  const text = texts.deploy;
  const error = ofProject.error ?? ofOrganization.error;
  const [project, organization] = [ofProject.elements, ofOrganization.elements];
  const variables = project && organization && effectiveVariables({
    workflow: workflow.envVars,
    project,
    organization,
    read: workflow.currentVersion?.requiredEnvironment ?? [],
    pending: workflow.staleDeployments.filter((one) => one.status === "active")
      .flatMap((one) => one.variables.map((variable) => variable.name)),
  });
  return (
    <section aria-label={text.variables}>
      <h2 className="deploy-heading">{text.variables}</h2>
      {error !== undefined && <ErrorMessage error={error} onRetry={() => void ofProject.refresh()} />}
      {!variables && error === undefined && <SkeletonTable rows={2} />}
      {variables && (variables.length === 0
        ? <p className="muted">{text.noVariables}</p>
        : <Table label={text.variables} rows={variables} rowKey={(one) => one.name} columns={columns} />)}
      <MoreButton list={ofProject} />
      <MoreButton list={ofOrganization} />
    </section>
  );
}

const columns: Column<EffectiveVariable>[] = [
  {
    title: texts.deploy.variable,
    kind: "main",
    cell: (one) => (
      <div>
        <code>{one.name}</code>
        {one.hides.length > 0 && (
          <div className="row-note">
            {texts.deploy.hides(one.hides.map((origin) => texts.deploy.origins[origin]).join(", "))}
          </div>
        )}
      </div>
    ),
  },
  {
    title: texts.deploy.variableValue,
    cell: (one) => one.isSecret ? <span className="tag">{texts.deploy.secret}</span> : one.value,
  },
  {
    title: texts.deploy.origin,
    cell: (one) =>
      one.origin === "missing" && one.isRead
        ? <span className="badge badge-bad">{texts.deploy.origins.missing}</span>
        : one.origin === "missing"
        ? texts.deploy.removed
        : texts.deploy.origins[one.origin],
  },
  { title: texts.deploy.readBy, cell: (one) => one.isRead ? texts.deploy.isRead : "" },
  {
    title: texts.deploy.deployed,
    cell: (one) => one.isPending && <span className="badge badge-wait">{texts.deploy.pending}</span>,
  },
];
