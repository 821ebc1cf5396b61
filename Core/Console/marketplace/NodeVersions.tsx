import type { MarketplaceNode, OfferedVersion } from "../api/types";
import { Button } from "../components/Button";
import { bytesText } from "../components/bytes";
import { Table } from "../components/Table";
import { texts } from "../texts";
import { compareVersions, type NodeAction, obstacle, sizes } from "./nodeFacts";

interface Props {
  node: MarketplaceNode;
  onInstall(choice: { action: NodeAction; version: string }): void;
}

/** The versions that the registry offers; one that was withdrawn, or has no build, cannot be installed. */
export function NodeVersions({ node, onInstall }: Props) {
  const text = texts.marketplace;
  const installed = node.installation;
  if (node.versions.length === 0) return null;
  const choice = (version: OfferedVersion): NodeAction | null => {
    if (obstacle(version) !== null || installed?.version === version.version || installed?.isBundled) return null;
    if (!installed) return "install";
    return compareVersions(version.version, installed.version) > 0 ? "update" : "rollBack";
  };
  const labels = { install: text.install, update: text.update, rollBack: text.rollBack, uninstall: text.uninstall };
  return (
    <section className="node-versions" aria-label={text.versions}>
      <h2>{text.versions}</h2>
      <Table
        label={text.versions}
        rows={node.versions}
        rowKey={(version) => version.version}
        columns={[
          { title: text.version, kind: "main", cell: (version) => version.version },
          { title: text.state, cell: (version) => <VersionState node={node} version={version} /> },
          {
            title: text.size,
            kind: "end",
            cell: (version) => {
              const range = sizes(version);
              return range ? bytesText(range[0]) : "–";
            },
          },
          {
            title: text.actions,
            kind: "tight",
            cell: (version) => {
              const action = choice(version);
              return action && (
                <Button
                  aria-label={`${labels[action]} ${version.version}`}
                  onClick={() => onInstall({ action, version: version.version })}
                >
                  {labels[action]}
                </Button>
              );
            },
          },
        ]}
      />
    </section>
  );
}

function VersionState({ node, version }: { node: MarketplaceNode; version: OfferedVersion }) {
  const text = texts.marketplace;
  const found: string[] = [];
  if (node.installation?.version === version.version) found.push(text.current);
  if (node.installation?.keptVersions.includes(version.version)) found.push(text.kept);
  if (version.withdrawn !== null) found.push(text.withdrawnVersion(version.withdrawn));
  else if (obstacle(version) === "platform") found.push(text.wrongPlatform);
  if (version.deprecated) found.push(text.deprecatedVersion(version.deprecationMessage ?? ""));
  return <>{found.map((one) => <div key={one}>{one}</div>)}</>;
}
