// Asana API: https://developers.asana.com/reference/rest-api-reference, errors: https://developers.asana.com/docs/errors
import {
  collect,
  fileOf,
  filled,
  flag,
  limitOf,
  list,
  multipart,
  path,
  rawRequest,
  remove,
  repeatsWrites,
  request,
  required,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

const fields = "name,notes,completed,due_on,assignee,permalink_url";
const none = {
  id: null,
  name: null,
  notes: null,
  completed: null,
  dueOn: null,
  assignee: null,
  url: null,
  text: null,
  tasks: null,
  hasMore: null,
};

function taskOf(task: any) {
  return {
    id: task.gid,
    name: task.name ?? null,
    notes: task.notes ?? null,
    completed: task.completed ?? null,
    dueOn: task.due_on ?? null,
    assignee: task.assignee?.gid ?? null,
    url: task.permalink_url ?? null,
  };
}

export default async function (env: any, given: any) {
  const params = filled(given);
  const asana: Vendor = {
    name: "Asana",
    repeatsWrites: repeatsWrites(params),
    base: params.baseUrl || "https://app.asana.com/api/1.0",
    headers: { authorization: `Bearer ${secret(env, "ASANA_ACCESS_TOKEN")}` },
    failure: (body) => ({ code: body.errors?.[0]?.error, message: body.errors?.[0]?.message }),
  };
  if (params.action === "Request") return await rawRequest(asana, params);
  const projects = list(params.projects);
  const { notes, assignee } = params;
  const query = { opt_fields: fields };
  const expects = "data.gid";
  switch (params.action ?? "Create Task") {
    case "Create Task": {
      const data = filled({
        name: required(params.name, "name"),
        notes,
        assignee,
        due_on: params.dueOn,
        workspace: params.workspace,
        projects: projects.length > 0 ? projects : undefined,
      });
      return { ...none, ...taskOf((await request(asana, "POST", "/tasks", { query, json: { data }, expects })).data) };
    }
    case "Get Task":
      return {
        ...none,
        ...taskOf((await request(asana, "GET", path`/tasks/${params.taskId}`, { query, expects })).data),
      };
    case "Update Task": {
      const data = filled({
        name: params.newName,
        notes,
        assignee,
        due_on: params.dueOn,
        completed: flag(params.completed),
      });
      const answer = await request(asana, "PUT", path`/tasks/${params.taskId}`, { query, json: { data }, expects });
      return { ...none, ...taskOf(answer.data) };
    }
    case "List Tasks": {
      const { items, hasMore } = await collect(limitOf(params.limit), async (offset: string | undefined, missing) => {
        const answer = await request(asana, "GET", "/tasks", {
          query: {
            project: params.project,
            completed_since: params.completedSince,
            opt_fields: fields,
            limit: Math.min(missing, 100),
            offset,
          },
          expects: "data[]",
        });
        return { items: answer.data, next: answer.next_page?.offset };
      });
      return { ...none, tasks: items.map(taskOf), hasMore };
    }
    case "Add Comment": {
      const address = path`/tasks/${params.taskId}/stories`;
      const { data } = await request(asana, "POST", address, { json: { data: { text: params.text } }, expects });
      return { ...none, id: data.gid, text: data.text ?? params.text };
    }
    case "Delete Task":
      await remove(asana, path`/tasks/${params.taskId}`);
      return { ...none, id: params.taskId, deleted: true };
    case "Create Subtask": {
      const data = filled({ name: required(params.name, "name"), notes, assignee, due_on: params.dueOn });
      const address = path`/tasks/${params.taskId}/subtasks`;
      return { ...none, ...taskOf((await request(asana, "POST", address, { query, json: { data }, expects })).data) };
    }
    case "Search Tasks": {
      // https://developers.asana.com/reference/searchtasksforworkspace: without pages, 100 at most.
      const search = {
        text: params.search,
        "assignee.any": assignee,
        completed: flag(params.completed),
        limit: Math.min(limitOf(params.limit), 100),
        opt_fields: fields,
      };
      const address = path`/workspaces/${params.workspace}/tasks/search`;
      const { data } = await request(asana, "GET", address, { query: search, expects: "data[]" });
      return { ...none, tasks: data.map(taskOf) };
    }
    case "Add to Section": {
      const sending = { json: { data: { task: params.taskId } }, expects: "data", repeatable: true };
      await request(asana, "POST", path`/sections/${params.sectionId}/addTask`, sending);
      return { ...none, id: params.taskId };
    }
    case "Add Attachment": {
      const file = fileOf(required(params.file, "file"), "file")!;
      const sending = { multipart: multipart({ parent: params.taskId }, { file }), expects };
      const { data } = await request(asana, "POST", "/attachments", sending);
      return { ...none, id: data.gid, name: data.name ?? null };
    }
    case "Create Project": {
      const data = filled({
        name: required(params.name, "name"),
        notes,
        workspace: params.workspace,
        team: params.team,
      });
      const made = (await request(asana, "POST", "/projects", { json: { data }, expects })).data;
      return { ...none, id: made.gid, name: made.name ?? null, url: made.permalink_url ?? null };
    }
    case "List Workspaces":
    case "List Projects":
    case "List Sections": {
      const address = params.action === "List Workspaces"
        ? "/workspaces"
        : params.action === "List Projects"
        ? path`/workspaces/${params.workspace}/projects`
        : path`/projects/${params.project}/sections`;
      const { items, hasMore } = await collect(limitOf(params.limit), async (offset: string | undefined, missing) => {
        const query = { limit: Math.min(missing, 100), offset };
        const answer = await request(asana, "GET", address, { query, expects: "data[]" });
        return { items: answer.data as any[], next: answer.next_page?.offset };
      });
      return { ...none, items: items.map(({ gid, name }) => ({ id: gid, name: name ?? null })), hasMore };
    }
    default:
      throw unknownAction("Asana", params.action);
  }
}
