import { useQuery } from "../api/queries";
import type { Deployment } from "../api/types";
import { IconButton } from "../components/Button";
import { copyText } from "../components/CodeBlock";
import { texts } from "../texts";

/** Where a function answers, on each connection that it is deployed to. */
export function FunctionAddresses({ deployments }: { deployments: readonly Deployment[] }) {
  const connections = useQuery("/api/connections", { query: { limit: 100 } });
  if (!deployments.length) return <p className="muted">{texts.functions.notDeployed}</p>;
  return (
    <section className="card">
      <h2>{texts.functions.address}</h2>
      {deployments.map((deployment) => (
        <div key={deployment.id} className="address">
          <span className="muted">
            {connections.value?.data.find((one) => one.id === deployment.connectionId)?.name}
          </span>
          <a href={deployment.url ?? undefined} target="_blank" rel="noreferrer">{deployment.url}</a>
          <IconButton
            icon="copy"
            label={texts.functions.copyAddress}
            onClick={() => void copyText(deployment.url ?? "")}
          />
        </div>
      ))}
    </section>
  );
}
