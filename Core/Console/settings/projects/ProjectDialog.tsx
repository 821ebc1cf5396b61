import { send } from "../../api/client";
import { cache } from "../../api/queries";
import type { Project } from "../../api/types";
import { showToast } from "../../app/showToast";
import { SchemaDialog } from "../../components/SchemaDialog";
import type { FormValue, Schema } from "../../forms";
import { texts } from "../../texts";

/** A new project, or the name and description of one. */
export function ProjectDialog({ project, onClose }: { project?: Project; onClose(): void }) {
  const text = texts.settings;
  const run = async (form: FormValue) => {
    const name = String(form.name ?? "");
    const description = String(form.description ?? "");
    if (project) {
      const path = { projectId: project.id };
      await send("patch", "/api/projects/{projectId}", { path, body: { name, description } });
    } else {
      const slug = form.slug === undefined ? null : String(form.slug);
      await send("post", "/api/projects", { body: { name, slug, description } });
    }
    cache.invalidate("/api/projects");
    showToast("success", text.saved);
  };
  return (
    <SchemaDialog
      title={project ? text.editProject(project.name) : text.newProject}
      submit={project ? texts.common.save : texts.common.create}
      schema={schemaOf(project === undefined)}
      initial={project ? { name: project.name, description: project.description } : {}}
      run={run}
      onClose={onClose}
    />
  );
}

function schemaOf(isNew: boolean): Schema {
  const text = texts.settings;
  return {
    name: { type: "string", label: text.name, required: true, validation: { maxLength: 100 } },
    ...(isNew
      ? {
        slug: {
          type: "string",
          label: text.slug,
          description: text.slugHint,
          validation: { pattern: "[a-z0-9]+(-[a-z0-9]+)*" },
        } as const,
      }
      : {}),
    description: { type: "textarea", label: text.description },
  };
}
