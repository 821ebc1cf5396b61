import { useState } from "react";
import { send } from "../../api/client";
import { cache, useList } from "../../api/queries";
import type { APIKey } from "../../api/types";
import { useAccount } from "../../app/account";
import { showToast } from "../../app/showToast";
import { Button } from "../../components/Button";
import { DeleteDialog } from "../../components/DeleteDialog";
import { DateTime } from "../../components/DateTime";
import { EmptyState } from "../../components/EmptyState";
import { ListState } from "../../components/ListState";
import { Menu } from "../../components/Menu";
import { Table } from "../../components/Table";
import { texts } from "../../texts";
import { Section } from "../Section";
import { NewKeyDialog } from "./NewKeyDialog";

export function KeysSection() {
  const { projects } = useAccount();
  const list = useList("/api/api-keys", {});
  const [isMaking, setIsMaking] = useState(false);
  const [revoked, setRevoked] = useState<APIKey | null>(null);
  const text = texts.settings;
  const add = <Button kind="primary" icon="add" onClick={() => setIsMaking(true)}>{text.newKey}</Button>;
  const reach = (key: APIKey) =>
    key.organizationWide
      ? text.reachesAll
      : projects.find((project) => project.id === key.projectId)?.name ?? text.reachesProject;
  return (
    <Section title={text.keys} hint={text.noKeysHint} actions={list.elements?.length ? add : null}>
      <ListState
        list={list}
        empty={<EmptyState icon="lock" title={text.noKeys} actions={add}>{text.noKeysHint}</EmptyState>}
      >
        {(keys) => (
          <Table
            label={text.keys}
            rows={keys}
            rowKey={(key) => key.id}
            columns={[
              {
                title: text.name,
                kind: "main",
                cell: (key) => (
                  <>
                    {key.name}
                    <div className="muted">
                      <code>{key.prefix}…</code>
                    </div>
                  </>
                ),
              },
              {
                title: text.scopes,
                cell: (key) => (
                  <>{key.scopes.map((scope) => <span key={scope} className="tag">{text.scopeNames[scope]}</span>)}</>
                ),
              },
              { title: text.reach, cell: reach },
              { title: text.lastUsed, cell: (key) => <Time time={key.lastUsedAt} /> },
              { title: text.expires, cell: (key) => <Time time={key.expiresAt} /> },
              {
                title: text.actions,
                kind: "tight",
                cell: (key) => (
                  <Menu
                    label={text.actionsOf(key.name)}
                    items={[{ text: text.revoke, icon: "trash", isDanger: true, onSelect: () => setRevoked(key) }]}
                  />
                ),
              },
            ]}
          />
        )}
      </ListState>
      {isMaking && <NewKeyDialog onClose={() => setIsMaking(false)} />}
      {revoked && (
        <DeleteDialog
          title={text.revokeKey(revoked.name)}
          submit={text.revoke}
          run={() => send("delete", "/api/api-keys/{apiKeyId}", { path: { apiKeyId: revoked.id } })}
          onDone={() => {
            cache.invalidate("/api/api-keys");
            showToast("success", text.deleted(revoked.name));
          }}
          onClose={() => setRevoked(null)}
        >
          <p>{text.revokeHint(revoked.prefix)}</p>
        </DeleteDialog>
      )}
    </Section>
  );
}

function Time({ time }: { time: string | null }) {
  return time === null
    ? <span className="muted">{texts.settings.never}</span>
    : <DateTime time={time} show="relative" />;
}
