import { useQuery } from "../../api/queries";
import type { Credential } from "../../api/types";
import { Link } from "../../app/Link";
import { Dialog } from "../../components/Dialog";
import { ErrorMessage } from "../../components/ErrorMessage";
import { Skeleton } from "../../components/Loading";
import { texts } from "../../texts";

/** The deployments that have a credential, and which of them an old value. */
export function UsesDialog({ credential, onClose }: { credential: Credential; onClose(): void }) {
  const text = texts.settings;
  const uses = useQuery("/api/credentials/{credentialId}/uses", { path: { credentialId: credential.id } });
  return (
    <Dialog title={text.usesOf(credential.name)} onClose={onClose}>
      {uses.isLoading && <Skeleton lines={2} />}
      {uses.error !== undefined && <ErrorMessage error={uses.error} />}
      {uses.value?.data.length === 0 && <p className="muted">{text.notUsed}</p>}
      <ul className="list-plain">
        {uses.value?.data.map((use) => (
          <li key={use.deploymentId}>
            <Link to={`/workflows/${use.workflowId}`}>{use.workflowName}</Link>
            {use.stale && <span className="tag">{text.staleUse}</span>}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
