import { useState } from "react";
import { send } from "../../api/client";
import { cache, useList } from "../../api/queries";
import type { Variable } from "../../api/types";
import { useAccount } from "../../app/account";
import { useSearch } from "../../app/location";
import { showToast } from "../../app/showToast";
import { Button } from "../../components/Button";
import { DeleteDialog } from "../../components/DeleteDialog";
import { DateTime } from "../../components/DateTime";
import { EmptyState } from "../../components/EmptyState";
import { ListState } from "../../components/ListState";
import { Menu } from "../../components/Menu";
import { Table } from "../../components/Table";
import { TabChoice } from "../../components/Tabs";
import { texts } from "../../texts";
import { Section } from "../Section";
import { VariableDialog } from "./VariableDialog";
import { VariableUsesDialog } from "./VariableUsesDialog";

type Open = { kind: "new" } | { kind: "edit" | "delete" | "uses"; variable: Variable } | null;
type Owner = "project" | "organization";

/** The variables of the project or of the whole organization. */
export function VariablesSection() {
  const { organization, project } = useAccount();
  const [search, setSearch] = useSearch();
  const owner: Owner = search.get("of") === "organization" ? "organization" : "project";
  // The scope of the page has a project: without one, the API lists those of the organization.
  const query = { projectId: owner === "project" ? project.id : "" };
  const list = useList("/api/env-vars", { query });
  const [open, setOpen] = useState<Open>(null);
  const text = texts.settings;
  const add = <Button kind="primary" icon="add" onClick={() => setOpen({ kind: "new" })}>{text.newVariable}</Button>;
  return (
    <Section
      title={text.variables}
      hint={owner === "project" ? text.ofProjectHint : text.ofOrganizationHint}
      actions={list.elements?.length ? add : null}
    >
      <TabChoice
        label={text.scopeOfVariables}
        value={owner}
        choices={[
          { value: "project", text: text.ofProject(project.name) },
          { value: "organization", text: text.ofOrganization(organization.name) },
        ]}
        onChange={(value: Owner) => setSearch({ of: value === "project" ? null : value })}
      />
      <ListState
        key={owner}
        list={list}
        empty={<EmptyState icon="lock" title={text.noVariables} actions={add}>{text.noVariablesHint}</EmptyState>}
      >
        {(variables) => (
          <Table
            label={text.variables}
            rows={variables}
            rowKey={(variable) => variable.id}
            columns={[
              { title: text.variableName, kind: "main", cell: (variable) => <code>{variable.name}</code> },
              { title: text.variableValue, cell: (variable) => <Value variable={variable} /> },
              { title: text.updated, cell: (variable) => <DateTime time={variable.updatedAt} show="relative" /> },
              {
                title: text.actions,
                kind: "tight",
                cell: (variable) => (
                  <Menu
                    label={text.actionsOf(variable.name)}
                    items={[
                      { text: text.edit, icon: "edit", onSelect: () => setOpen({ kind: "edit", variable }) },
                      { text: text.variableUses, icon: "search", onSelect: () => setOpen({ kind: "uses", variable }) },
                      {
                        text: texts.common.delete,
                        icon: "trash",
                        isDanger: true,
                        onSelect: () => setOpen({ kind: "delete", variable }),
                      },
                    ]}
                  />
                ),
              },
            ]}
          />
        )}
      </ListState>
      {open?.kind === "new" && <VariableDialog query={query} onClose={() => setOpen(null)} />}
      {open?.kind === "edit" && <VariableDialog query={query} variable={open.variable} onClose={() => setOpen(null)} />}
      {open?.kind === "uses" && <VariableUsesDialog variable={open.variable} onClose={() => setOpen(null)} />}
      {open?.kind === "delete" && (
        <DeleteDialog
          title={text.deleteVariable(open.variable.name)}
          submit={texts.common.delete}
          run={() => send("delete", "/api/env-vars/{variableId}", { path: { variableId: open.variable.id } })}
          onDone={() => {
            cache.invalidate("/api/env-vars");
            showToast("success", text.deleted(open.variable.name));
          }}
          onClose={() => setOpen(null)}
        >
          <p>{text.deleteVariableHint}</p>
        </DeleteDialog>
      )}
    </Section>
  );
}

function Value({ variable }: { variable: Variable }) {
  if (variable.isSecret) return <span className="tag">{texts.settings.secret}</span>;
  return <span className="value-text">{variable.value}</span>;
}
