import type { MarketplaceNode } from "../api/types";
import { DateTime } from "../components/DateTime";
import { texts } from "../texts";
import { type NodeFacts, signer } from "./nodeFacts";

/** Who stands behind a node, and where it came from. */
export function NodePublisher({ node, facts }: { node: MarketplaceNode; facts: NodeFacts }) {
  const text = texts.marketplace;
  const { installation } = node;
  const newest = node.versions[0];
  const signedBy = installation ? installation.signedBy : newest ? signer(newest) : null;
  return (
    <aside className="card node-publisher" aria-label={text.publisher}>
      <h2>{text.publisher}</h2>
      <dl className="facts">
        {facts.author && <Fact name={text.author}>{facts.author}</Fact>}
        {facts.license && <Fact name={text.license}>{facts.license}</Fact>}
        {node.category && <Fact name={text.category}>{node.category}</Fact>}
        {node.registry && <Fact name={text.registry}>{node.registry}</Fact>}
        <Fact name={text.signedBy}>
          {installation?.isBundled ? text.bundled : signedBy ? <code>{signedBy}</code> : text.unsigned}
        </Fact>
        {newest && <Fact name={text.builtWith}>Millrace {newest.sdk}</Fact>}
        {installation?.installedAt && (
          <Fact name={text.installedAt}>
            <DateTime time={installation.installedAt} />
          </Fact>
        )}
        {installation?.updatedAt && (
          <Fact name={text.updatedAt}>
            <DateTime time={installation.updatedAt} />
          </Fact>
        )}
        {facts.docsUrl && (
          <Fact name={text.service}>
            <a href={facts.docsUrl} target="_blank" rel="noreferrer">{text.documentation}</a>
          </Fact>
        )}
      </dl>
    </aside>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
