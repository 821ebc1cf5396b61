import type { MarketplaceChange } from "../api/types";
import { Link } from "../app/Link";
import { bytesText } from "../components/bytes";
import { texts } from "../texts";
import type { NodeAction } from "./nodeFacts";

/** What a change does: the versions, what is downloaded, and the workflows that use the node. */
export function ChangePlan({ change, action }: { change: MarketplaceChange; action: NodeAction }) {
  const text = texts.marketplace;
  const { version, previousVersion } = change;
  return (
    <>
      <dl className="facts">
        <dt>{text.version}</dt>
        <dd>
          {version && previousVersion ? text.fromTo(previousVersion, version) : version ?? previousVersion}
        </dd>
        {action !== "uninstall" && (
          <>
            <dt>{text.download}</dt>
            <dd>{change.downloadSize > 0 ? bytesText(change.downloadSize) : text.nothingDownloaded}</dd>
          </>
        )}
        {change.registry && (
          <>
            <dt>{text.registry}</dt>
            <dd>{change.registry}</dd>
            <dt>{text.signedBy}</dt>
            <dd>{change.signedBy ? <code>{change.signedBy}</code> : text.unsigned}</dd>
          </>
        )}
        {change.keptVersions.length > 0 && (
          <>
            <dt>{text.keeps}</dt>
            <dd>
              {change.keptVersions.join(", ")} <span className="muted">{text.keepsHint}</span>
            </dd>
          </>
        )}
        {change.removedVersions.length > 0 && (
          <>
            <dt>{text.removes}</dt>
            <dd>{change.removedVersions.join(", ")}</dd>
          </>
        )}
      </dl>
      {change.permissions.length > 0 && (
        <section aria-label={text.permissions}>
          <h3 className="plan-heading">{text.permissions}</h3>
          <ul className="list-plain">{change.permissions.map(({ text }) => <li key={text}>{text}</li>)}</ul>
        </section>
      )}
      {change.connections.length > 0 && (
        <section aria-label={text.connections}>
          <h3 className="plan-heading">{text.connections}</h3>
          <ul className="list-plain">
            {change.connections.map((connection) => (
              <li key={connection.id}>
                {connection.name} <span className="muted">{connection.workflows.join(", ")}</span>
              </li>
            ))}
          </ul>
          <p className="muted">{action === "uninstall" ? text.connectionsUninstall : text.connectionsUpdate}</p>
        </section>
      )}
      {action !== "install" && (
        <section aria-label={text.affected}>
          <h3 className="plan-heading">{text.affected}</h3>
          {change.workflows.length === 0 ? <p className="muted">{text.affectedNone}</p> : (
            <>
              <ul className="list-plain">
                {change.workflows.map((workflow) => (
                  <li key={workflow.id}>
                    <Link to={`/workflows/${workflow.id}`}>{workflow.name}</Link>
                    <span className="muted">{text.uses(workflow.versions)}</span>
                  </li>
                ))}
              </ul>
              <p className="muted">{action === "uninstall" ? text.affectedUninstall : text.affectedUpdate}</p>
            </>
          )}
        </section>
      )}
    </>
  );
}
