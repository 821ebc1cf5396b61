import { useState } from "react";
import { useQuery } from "../api/queries";
import { Link } from "../app/Link";
import type { ScreenProps } from "../app/routes";
import { Button } from "../components/Button";
import { ErrorMessage } from "../components/ErrorMessage";
import { Skeleton } from "../components/Loading";
import { Page } from "../components/Page";
import { svgImage } from "../components/svgImage";
import { texts } from "../texts";
import { ChangeDialog } from "./ChangeDialog";
import { MigrateDialog } from "./MigrateDialog";
import { type NodeAction, nodeActions, nodeFacts, standing } from "./nodeFacts";
import { NodeChangelog } from "./NodeChangelog";
import { NodeNotices } from "./NodeNotices";
import { NodePublisher } from "./NodePublisher";
import { NodeSecrets } from "./NodeSecrets";
import { NodeVersions } from "./NodeVersions";
import { StandingBadge } from "./StandingBadge";

type Open = { action: NodeAction; version?: string } | "migrate" | null;

/** The page of a node: what it does and needs, its versions, and what can be done with it. */
export default function NodeScreen({ params }: ScreenProps) {
  const nodeId = params.nodeId ?? "";
  const query = useQuery("/api/marketplace/{nodeId}", { path: { nodeId } });
  const [open, setOpen] = useState<Open>(null);
  const text = texts.marketplace;
  const node = query.value;
  const trail = <Link to="/marketplace">{text.title}</Link>;
  if (!node) {
    return (
      <Page title={nodeId} trail={trail}>
        {query.error === undefined
          ? <Skeleton lines={8} />
          : <ErrorMessage error={query.error} onRetry={() => void query.refresh()} />}
      </Page>
    );
  }
  const name = node.name ?? node.id;
  const facts = nodeFacts(node);
  const icon = facts.icon === null ? undefined : svgImage(facts.icon);
  const actions = nodeActions(node);
  const labels: Record<NodeAction, string> = {
    install: text.install,
    update: text.update,
    rollBack: text.rollBack,
    uninstall: text.uninstall,
  };
  const version = node.installation?.version ?? node.latestVersion;
  return (
    <Page
      title={name}
      trail={trail}
      badge={
        <>
          {version && <span className="muted">{version}</span>}
          <StandingBadge standing={standing(node)} />
        </>
      }
      actions={
        <>
          {node.isInstalled && <Button onClick={() => setOpen("migrate")}>{text.migrate}</Button>}
          {[...actions].reverse().map((action) => (
            <Button
              key={action}
              kind={action === actions[0] && action !== "uninstall" ? "primary" : "normal"}
              onClick={() => setOpen({ action })}
            >
              {labels[action]}
            </Button>
          ))}
        </>
      }
    >
      <NodeNotices node={node} />
      <div className="node-about">
        {icon && <img className="node-icon" src={icon} alt="" />}
        <p className="node-description">{node.description}</p>
      </div>
      <div className="node-columns">
        <div className="node-main">
          {facts.actions.length > 0 && (
            <section className="card">
              <h2>{text.actions}</h2>
              <ul className="tags">{facts.actions.map((action) => <li key={action} className="tag">{action}</li>)}</ul>
            </section>
          )}
          <NodeSecrets secrets={facts.secrets} />
          <NodeVersions node={node} onInstall={(chosen) => setOpen(chosen)} />
          <NodeChangelog text={node.changelog} />
        </div>
        <NodePublisher node={node} facts={facts} />
      </div>
      {open === "migrate" && <MigrateDialog node={node} onClose={() => setOpen(null)} />}
      {open && open !== "migrate" && (
        <ChangeDialog
          node={node}
          action={open.action}
          version={open.version}
          onClose={() => setOpen(null)}
        />
      )}
    </Page>
  );
}
