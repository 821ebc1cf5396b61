import { useState } from "react";
import { send } from "../../api/client";
import { cache, useList, useQuery } from "../../api/queries";
import type { Credential, CredentialType } from "../../api/types";
import { useAccount } from "../../app/account";
import { useSearch } from "../../app/location";
import { showToast } from "../../app/showToast";
import { Button } from "../../components/Button";
import { DateTime } from "../../components/DateTime";
import { DeleteDialog } from "../../components/DeleteDialog";
import { EmptyState } from "../../components/EmptyState";
import { ListState } from "../../components/ListState";
import { Menu } from "../../components/Menu";
import { Table } from "../../components/Table";
import { TabChoice } from "../../components/Tabs";
import { texts } from "../../texts";
import { Section } from "../Section";
import { AuthorizeDialog } from "./AuthorizeDialog";
import { CredentialDialog } from "./CredentialDialog";
import { TestDialog } from "./TestDialog";
import { UsesDialog } from "./UsesDialog";

type Kind = "edit" | "authorize" | "test" | "uses" | "delete";
type Open = { kind: "new" } | { kind: Kind; credential: Credential } | null;
type Owner = "project" | "organization";

/** The credentials of the project or of the whole organization. */
export function CredentialsSection() {
  const { organization, project } = useAccount();
  const [search, setSearch] = useSearch();
  const owner: Owner = search.get("of") === "project" ? "project" : "organization";
  const list = useList("/api/credentials", { query: { projectId: owner === "project" ? project.id : "" } });
  const types = useQuery("/api/credential-types", { query: { limit: 100 } }).value?.data ?? [];
  const [open, setOpen] = useState<Open>(null);
  // Commands lead here, since a consent belongs to the session that began it.
  const asked = useQuery(
    "/api/credentials/{credentialId}",
    { path: { credentialId: search.get("authorize") ?? "" } },
    { enabled: search.get("authorize") !== null },
  ).value;
  const close = () => {
    setOpen(null);
    if (search.get("authorize") !== null) setSearch({ authorize: null });
  };
  const text = texts.settings;
  const add = (
    <Button kind="primary" icon="add" disabled={types.length === 0} onClick={() => setOpen({ kind: "new" })}>
      {text.newCredential}
    </Button>
  );
  return (
    <Section title={text.vendorCredentials} hint={text.credentialsHint} actions={list.elements?.length ? add : null}>
      <TabChoice
        label={text.scopeOfCredentials}
        value={owner}
        choices={[
          { value: "organization", text: text.ofOrganization(organization.name) },
          { value: "project", text: text.ofProject(project.name) },
        ]}
        onChange={(value: Owner) =>
          setSearch({ of: value === "organization" ? null : value })}
      />
      <ListState
        key={owner}
        list={list}
        empty={
          <EmptyState icon="lock" title={text.noVendorCredentials} actions={add}>{text.credentialsHint}</EmptyState>
        }
      >
        {(credentials) => (
          <Table
            label={text.vendorCredentials}
            rows={credentials}
            rowKey={(credential) => credential.id}
            columns={[
              { title: text.name, kind: "main", cell: (credential) => <code>{credential.name}</code> },
              { title: text.credentialType, cell: (credential) => nameOf(types, credential.type) },
              { title: text.state, cell: (credential) => <State credential={credential} /> },
              { title: text.updated, cell: (credential) => <DateTime time={credential.updatedAt} show="relative" /> },
              {
                title: text.actions,
                kind: "tight",
                cell: (credential) => (
                  <Menu
                    label={text.actionsOf(credential.name)}
                    items={itemsOf(credential, types, (kind) => setOpen({ kind, credential }))}
                  />
                ),
              },
            ]}
          />
        )}
      </ListState>
      {open?.kind === "new" && (
        <CredentialDialog
          types={types}
          projectId={owner === "project" ? project.id : ""}
          onClose={close}
          onMade={(credential) =>
            setOpen(credential.state === "unauthorized" ? { kind: "authorize", credential } : null)}
        />
      )}
      {open?.kind === "edit" && <CredentialDialog types={types} credential={open.credential} onClose={close} />}
      {open?.kind === "authorize" && <AuthorizeDialog credential={open.credential} onClose={close} />}
      {open === null && asked && <AuthorizeDialog credential={asked} onClose={close} />}
      {open?.kind === "test" && <TestDialog credential={open.credential} onClose={close} />}
      {open?.kind === "uses" && <UsesDialog credential={open.credential} onClose={close} />}
      {open?.kind === "delete" && (
        <DeleteDialog
          title={text.deleteCredential(open.credential.name)}
          submit={texts.common.delete}
          run={() => send("delete", "/api/credentials/{credentialId}", { path: { credentialId: open.credential.id } })}
          onDone={() => {
            cache.invalidate("/api/credentials");
            showToast("success", text.deleted(open.credential.name));
          }}
          onClose={close}
        >
          <p>{text.deleteCredentialHint}</p>
        </DeleteDialog>
      )}
    </Section>
  );
}

function itemsOf(credential: Credential, types: CredentialType[], open: (kind: Kind) => void) {
  const text = texts.settings;
  const isConsented = types.find((type) => type.id === credential.type)?.flow === "authorizationCode";
  return [
    { text: text.edit, icon: "edit", onSelect: () => open("edit") } as const,
    ...(isConsented ? [{ text: text.authorize, icon: "lock", onSelect: () => open("authorize") } as const] : []),
    { text: text.test, icon: "check", onSelect: () => open("test") } as const,
    { text: text.whereUsed, icon: "search", onSelect: () => open("uses") } as const,
    { text: texts.common.delete, icon: "trash", isDanger: true, onSelect: () => open("delete") } as const,
  ];
}

function State({ credential }: { credential: Credential }) {
  return <span className="tag">{texts.settings.credentialStates[credential.state]}</span>;
}

function nameOf(types: CredentialType[], id: string): string {
  return types.find((type) => type.id === id)?.name ?? id;
}
