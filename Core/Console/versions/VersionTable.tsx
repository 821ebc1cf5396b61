import type { Connection, Deployment, VersionSummary } from "../api/types";
import { DateTime } from "../components/DateTime";
import { Menu, type MenuItem } from "../components/Menu";
import { type Column, Table } from "../components/Table";
import { texts } from "../texts";

interface Props {
  versions: readonly VersionSummary[];
  deployments: readonly Deployment[];
  connections: readonly Connection[];
  onLock(version: VersionSummary): void;
  onAsk(action: "revert" | "delete", version: VersionSummary): void;
  onDeploy(version: VersionSummary): void;
}

export function VersionTable({ versions, deployments, connections, ...actions }: Props) {
  const text = texts.versions;
  const places = (version: VersionSummary) =>
    deployments.filter((deployment) => deployment.versionId === version.id).map((deployment) =>
      connections.find((connection) => connection.id === deployment.connectionId)?.name ?? text.removedConnection
    );
  const items = (version: VersionSummary, isLatest: boolean): MenuItem[] => [
    { text: text.deploy, isDisabled: version.locked, onSelect: () => actions.onDeploy(version) },
    { text: text.revert, isDisabled: isLatest, onSelect: () => actions.onAsk("revert", version) },
    { text: version.locked ? text.unlock : text.lock, icon: "lock", onSelect: () => actions.onLock(version) },
    {
      text: text.delete,
      icon: "trash",
      isDanger: true,
      isDisabled: version.locked || places(version).length > 0,
      onSelect: () => actions.onAsk("delete", version),
    },
  ];
  const columns: Column<VersionSummary>[] = [
    {
      title: text.version,
      kind: "main",
      cell: (version) => (
        <div>
          <span className="version-name">
            {text.number(version.version)}
            {version === versions[0] && <span className="badge badge-plain">{text.latest}</span>}
            {version.locked && <span className="badge badge-wait" title={text.lockHint}>{text.locked}</span>}
          </span>
          {version.message && <div className="row-note">{version.message}</div>}
        </div>
      ),
    },
    { title: text.created, cell: (version) => <DateTime time={version.createdAt} /> },
    { title: text.author, cell: (version) => version.author?.name ?? "" },
    { title: text.target, cell: (version) => version.target },
    {
      title: text.deployed,
      cell: (version) => places(version).map((place) => <span key={place} className="badge badge-good">{place}</span>),
    },
    {
      title: text.actions,
      kind: "tight",
      cell: (version) => (
        <Menu label={text.actionsOf(version.version)} items={items(version, version === versions[0])} />
      ),
    },
  ];
  return <Table label={text.title} columns={columns} rows={versions} rowKey={(version) => version.id} />;
}
