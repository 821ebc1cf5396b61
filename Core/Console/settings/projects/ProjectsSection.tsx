import { type ChangeEvent, useRef, useState } from "react";
import { request, send } from "../../api/client";
import { cache, useAction, useList } from "../../api/queries";
import type { ImportedProject, Project } from "../../api/types";
import { urlOf } from "../../api/url";
import { useAccount } from "../../app/account";
import { Link } from "../../app/Link";
import { joinScope } from "../../app/router";
import { showToast } from "../../app/showToast";
import { Button } from "../../components/Button";
import { DeleteDialog } from "../../components/DeleteDialog";
import { DateTime } from "../../components/DateTime";
import { ErrorMessage } from "../../components/ErrorMessage";
import { ListState } from "../../components/ListState";
import { Menu } from "../../components/Menu";
import { Table } from "../../components/Table";
import { texts } from "../../texts";
import { Section } from "../Section";
import { ImportedDialog } from "./ImportedDialog";
import { ProjectDialog } from "./ProjectDialog";

type Open = { kind: "new" } | { kind: "edit" | "delete"; project: Project } | null;

export function ProjectsSection() {
  const account = useAccount();
  const list = useList("/api/projects", {});
  const [open, setOpen] = useState<Open>(null);
  const [imported, setImported] = useState<ImportedProject>();
  const input = useRef<HTMLInputElement>(null);
  const text = texts.settings;

  const importFile = useAction(async (file: File) => {
    let content: unknown;
    try {
      content = JSON.parse(await file.text());
    } catch {
      throw new Error(text.fileInvalid);
    }
    const reply = await request("post", urlOf("/api/projects/import"), content);
    cache.invalidate("/api/projects");
    setImported(reply.value as ImportedProject);
  });
  const chooseFile = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    // The same file can be chosen again after it was mended.
    event.target.value = "";
    if (file) void importFile.run(file);
  };

  const actions = (
    <>
      <input ref={input} type="file" accept=".json,application/json" hidden onChange={chooseFile} />
      <Button icon="upload" isBusy={importFile.isBusy} onClick={() => input.current?.click()}>
        {text.importProject}
      </Button>
      <Button kind="primary" icon="add" onClick={() => setOpen({ kind: "new" })}>{text.newProject}</Button>
    </>
  );
  return (
    <Section title={text.projects} actions={actions}>
      {importFile.error !== undefined && <ErrorMessage error={importFile.error} />}
      <ListState list={list} empty={null}>
        {(projects) => (
          <Table
            label={text.projects}
            rows={projects}
            rowKey={(project) => project.id}
            columns={[
              {
                title: text.name,
                kind: "main",
                cell: (project) => (
                  <>
                    <Link to={`~${joinScope(account.organization.slug, project.slug, "/workflows")}`}>
                      {project.name}
                    </Link>{" "}
                    {project.id === account.project.id && <span className="tag">{text.current}</span>}
                    {project.description && <div className="muted value-text">{project.description}</div>}
                  </>
                ),
              },
              { title: text.slug, cell: (project) => <code>{project.slug}</code> },
              { title: text.created, cell: (project) => <DateTime time={project.createdAt} show="relative" /> },
              {
                title: text.actions,
                kind: "tight",
                cell: (project) => (
                  <Menu
                    label={text.actionsOf(project.name)}
                    items={[
                      { text: text.edit, icon: "edit", onSelect: () => setOpen({ kind: "edit", project }) },
                      { text: text.exportProject, icon: "download", onSelect: () => exportProject(project) },
                      {
                        text: texts.common.delete,
                        icon: "trash",
                        isDanger: true,
                        onSelect: () => setOpen({ kind: "delete", project }),
                      },
                    ]}
                  />
                ),
              },
            ]}
          />
        )}
      </ListState>
      {open?.kind === "new" && <ProjectDialog onClose={() => setOpen(null)} />}
      {open?.kind === "edit" && <ProjectDialog project={open.project} onClose={() => setOpen(null)} />}
      {open?.kind === "delete" && (
        <DeleteDialog
          title={text.deleteProject(open.project.name)}
          submit={texts.common.delete}
          run={() => send("delete", "/api/projects/{projectId}", { path: { projectId: open.project.id } })}
          onDone={() => {
            cache.invalidate("/api/projects");
            showToast("success", text.deleted(open.project.name));
            // The page is within the project: the account chooses another.
            if (open.project.id === account.project.id) location.assign("/");
          }}
          onClose={() => setOpen(null)}
        >
          <p>{text.deleteProjectHint}</p>
        </DeleteDialog>
      )}
      {imported && <ImportedDialog imported={imported} onClose={() => setImported(undefined)} />}
    </Section>
  );
}

/** The browser saves what the server names. */
function exportProject(project: Project): void {
  location.assign(urlOf("/api/projects/{projectId}/export", { projectId: project.id }));
}
