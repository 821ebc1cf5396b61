import type { MarketplaceEntry } from "../api/types";
import { Link } from "../app/Link";
import { texts } from "../texts";
import { NodeMark } from "./NodeMark";
import { standing } from "./nodeFacts";
import { StandingBadge } from "./StandingBadge";

/** A node in the list. */
export function NodeCard({ node }: { node: MarketplaceEntry }) {
  const name = node.name ?? node.id;
  const version = node.installation?.version ?? node.latestVersion;
  return (
    <article className="node-card">
      <NodeMark name={name} />
      <div className="node-card-text">
        <h2>
          <Link to={`/marketplace/${encodeURIComponent(node.id)}`}>{name}</Link>
        </h2>
        <p>{node.description}</p>
        <p className="node-card-facts">
          <span>{node.category}</span>
          {node.kinds.filter((kind) => kind !== "node" && texts.marketplace.kindsOf[kind] !== node.category).map((
            kind,
          ) => <span key={kind}>{texts.marketplace.kinds[kind]}</span>)}
          {version && <span>{texts.marketplace.versionOf(version)}</span>}
          <StandingBadge standing={standing(node)} />
        </p>
      </div>
    </article>
  );
}
