// Asana API: https://developers.asana.com/reference/rest-api-reference, errors: https://developers.asana.com/docs/errors
import {
  collect,
  filled,
  flag,
  limitOf,
  list,
  path,
  rawRequest,
  repeatsWrites,
  request,
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
        name: params.name,
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
    default:
      throw unknownAction("Asana", params.action);
  }
}
