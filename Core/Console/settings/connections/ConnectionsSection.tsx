import { useState } from "react";
import { send } from "../../api/client";
import { cache, useList, useQuery } from "../../api/queries";
import type { Connection, Provider } from "../../api/types";
import { showToast } from "../../app/showToast";
import { Button } from "../../components/Button";
import { DeleteDialog } from "../../components/DeleteDialog";
import { DateTime } from "../../components/DateTime";
import { EmptyState } from "../../components/EmptyState";
import { ListState } from "../../components/ListState";
import { Menu } from "../../components/Menu";
import { Table } from "../../components/Table";
import type { Schema } from "../../forms";
import { texts } from "../../texts";
import { Section } from "../Section";
import { ConnectionDialog } from "./ConnectionDialog";
import { VerifyDialog } from "./VerifyDialog";

type Open = { kind: "new" } | { kind: "edit" | "verify" | "delete"; connection: Connection } | null;

export function ConnectionsSection() {
  const list = useList("/api/connections", {});
  const providers = useQuery("/api/providers", { query: { limit: 100 } });
  const [open, setOpen] = useState<Open>(null);
  const text = texts.settings;
  const known = providers.value?.data ?? [];
  const add = (
    <Button kind="primary" icon="add" disabled={known.length === 0} onClick={() => setOpen({ kind: "new" })}>
      {text.newConnection}
    </Button>
  );
  return (
    <Section title={text.connections} hint={text.noConnectionsHint} actions={list.elements?.length ? add : null}>
      <ListState
        list={list}
        empty={
          <EmptyState icon="settings" title={text.noConnections} actions={add}>{text.noConnectionsHint}</EmptyState>
        }
      >
        {(connections) => (
          <Table
            label={text.connections}
            rows={connections}
            rowKey={(connection) => connection.id}
            columns={[
              { title: text.name, kind: "main", cell: (connection) => connection.name },
              { title: text.provider, cell: (connection) => nameOf(known, connection.provider) },
              { title: text.credentials, cell: (connection) => <Credentials {...{ connection, providers: known }} /> },
              { title: text.updated, cell: (connection) => <DateTime time={connection.updatedAt} show="relative" /> },
              {
                title: text.actions,
                kind: "tight",
                cell: (connection) => (
                  <Menu
                    label={text.actionsOf(connection.name)}
                    items={[
                      { text: text.edit, icon: "edit", onSelect: () => setOpen({ kind: "edit", connection }) },
                      { text: text.verify, icon: "check", onSelect: () => setOpen({ kind: "verify", connection }) },
                      {
                        text: texts.common.delete,
                        icon: "trash",
                        isDanger: true,
                        onSelect: () => setOpen({ kind: "delete", connection }),
                      },
                    ]}
                  />
                ),
              },
            ]}
          />
        )}
      </ListState>
      {open?.kind === "new" && <ConnectionDialog providers={known} onClose={() => setOpen(null)} />}
      {open?.kind === "edit" && (
        <ConnectionDialog
          providers={known}
          connection={open.connection}
          onClose={() => setOpen(null)}
        />
      )}
      {open?.kind === "verify" && <VerifyDialog connection={open.connection} onClose={() => setOpen(null)} />}
      {open?.kind === "delete" && (
        <DeleteDialog
          title={text.deleteConnection(open.connection.name)}
          submit={texts.common.delete}
          run={() => send("delete", "/api/connections/{connectionId}", { path: { connectionId: open.connection.id } })}
          onDone={() => {
            cache.invalidate("/api/connections");
            showToast("success", text.deleted(open.connection.name));
          }}
          onClose={() => setOpen(null)}
        >
          <p>{text.deleteConnectionHint}</p>
        </DeleteDialog>
      )}
    </Section>
  );
}

/** The names of what is stored, in the words of the provider's form. */
function Credentials({ connection, providers }: { connection: Connection; providers: Provider[] }) {
  const schema = providers.find((provider) => provider.id === connection.provider)?.credentialSchema as
    | Schema
    | undefined;
  const names = Object.keys(connection.credentials);
  if (names.length === 0) return <span className="muted">{texts.settings.noCredentials}</span>;
  return <>{names.map((name) => <span key={name} className="tag">{schema?.[name]?.label ?? name}</span>)}</>;
}

function nameOf(providers: Provider[], id: string): string {
  return providers.find((provider) => provider.id === id)?.name ?? id;
}
