import { send } from "../../api/client";
import type { Variable } from "../../api/types";
import { useOnce } from "../../api/useOnce";
import { Link } from "../../app/Link";
import { Dialog } from "../../components/Dialog";
import { ErrorMessage } from "../../components/ErrorMessage";
import { Skeleton } from "../../components/Loading";
import { texts } from "../../texts";

/** The workflows that read a variable, and where its value is not deployed yet. */
export function VariableUsesDialog({ variable, onClose }: { variable: Variable; onClose(): void }) {
  const text = texts.settings;
  const uses = useOnce(() => send("get", "/api/env-vars/{variableId}/uses", { path: { variableId: variable.id } }));
  return (
    <Dialog title={text.usesTitle(variable.name)} onClose={onClose}>
      {uses.error !== undefined && <ErrorMessage error={uses.error} onRetry={uses.retry} />}
      {!uses.value && uses.error === undefined && <Skeleton lines={3} />}
      {uses.value?.workflows.length === 0 && <p className="muted">{text.noUses}</p>}
      {uses.value && (
        <ul className="list-plain" aria-label={text.usesTitle(variable.name)}>
          {uses.value.workflows.map((use) => (
            <li key={use.workflowId}>
              <Link to={`/workflows/${use.workflowId}/deploy`} className="row-link">{use.name}</Link>
              {!use.inLatestVersion && <span className="muted">{text.usedByDeployed}</span>}
              {use.staleDeployments.length > 0 && (
                <span className="badge badge-wait">{text.staleDeployments(use.staleDeployments.length)}</span>
              )}
            </li>
          ))}
        </ul>
      )}
      {uses.value && uses.value.count > uses.value.workflows.length && (
        <p className="muted">{text.moreUses(uses.value.count - uses.value.workflows.length)}</p>
      )}
    </Dialog>
  );
}
