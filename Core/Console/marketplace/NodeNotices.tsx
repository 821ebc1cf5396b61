import type { MarketplaceNode } from "../api/types";
import { Link } from "../app/Link";
import { texts } from "../texts";

/** What speaks against a node, with what to use instead. */
export function NodeNotices({ node }: { node: MarketplaceNode }) {
  const text = texts.marketplace;
  const newest = node.installation ? null : node.versions[0]?.withdrawn ?? null;
  return (
    <>
      {newest !== null && <Notice kind="bad" title={text.newestWithdrawnTitle} reason={newest} />}
      {node.revokedKey !== null && <Notice kind="bad" title={text.revokedTitle} reason={node.revokedKey} />}
      {node.withdrawn !== null && <Notice kind="bad" title={text.withdrawnTitle} reason={node.withdrawn} />}
      {node.deprecated && (
        <Notice
          kind="warning"
          title={text.deprecatedTitle}
          reason={node.deprecationMessage}
          replacedBy={node.replacedBy}
        />
      )}
      {node.installation && !node.installation.isLoaded && <Notice kind="bad" title={text.notLoaded} reason={null} />}
    </>
  );
}

interface NoticeProps {
  kind: "bad" | "warning";
  title: string;
  reason: string | null;
  replacedBy?: string | null;
}

function Notice({ kind, title, reason, replacedBy }: NoticeProps) {
  return (
    <div className={`notice notice-${kind}`} role="note">
      <p>
        <strong>{title}</strong>
      </p>
      {reason && <p>{reason}</p>}
      {replacedBy && (
        <p>
          <Link to={`/marketplace/${encodeURIComponent(replacedBy)}`}>{texts.marketplace.replacedBy(replacedBy)}</Link>
        </p>
      )}
    </div>
  );
}
