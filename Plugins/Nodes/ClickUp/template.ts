// ClickUp API 2.0: https://developer.clickup.com/reference (tasks, comments, custom fields, lists), rate limits:
// https://developer.clickup.com/docs/rate-limits
import {
  collect,
  type Failure,
  filled,
  flag,
  json,
  limitOf,
  list,
  NodeError,
  numberOf,
  path,
  rawRequest,
  remove,
  request,
  required,
  secret,
  unknownAction,
  type Vendor,
  write,
} from "@millrace/node";

const none = {
  id: null,
  name: null,
  description: null,
  status: null,
  priority: null,
  url: null,
  assignees: null,
  tags: null,
  dueAt: null,
  startAt: null,
  createdAt: null,
  updatedAt: null,
  listId: null,
  parent: null,
  customFields: null,
  tasks: null,
  hasMore: null,
  deleted: null,
  commentId: null,
  comments: null,
  places: null,
};
/** Tasks, "priority". */
const priorities = ["urgent", "high", "normal", "low"];

/** Times are milliseconds in texts. */
function timeOf(value: unknown): string | null {
  return value === null || value === undefined || value === "" ? null : new Date(Number(value)).toISOString();
}

/** A time in milliseconds, and whether it has an hour. */
function millisecondsOf(value: unknown, name: string): number | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const time = /^\d{12,}$/.test(String(value)) ? Number(value) : Date.parse(String(value));
  if (Number.isNaN(time)) {
    throw new NodeError("ClickUp", { message: `"${name}" is not a valid date, such as 2026-01-31` });
  }
  return time;
}

function hasHour(value: unknown): boolean | undefined {
  return value === undefined || value === null || value === "" ? undefined : !/^\d{4}-\d\d-\d\d$/.test(String(value));
}

function taskOf(task: any) {
  return {
    id: task.id,
    name: task.name ?? null,
    description: task.text_content ?? task.description ?? null,
    status: task.status?.status ?? null,
    priority: task.priority?.priority ?? null,
    url: task.url ?? null,
    assignees: (task.assignees ?? []).map((user: any) => user.username ?? String(user.id)),
    tags: (task.tags ?? []).map((tag: any) => tag.name),
    dueAt: timeOf(task.due_date),
    startAt: timeOf(task.start_date),
    createdAt: timeOf(task.date_created),
    updatedAt: timeOf(task.date_updated),
    listId: task.list?.id ?? null,
    parent: task.parent ?? null,
    customFields: (task.custom_fields ?? []).map(({ id, name, type, value }: any) => ({
      id,
      name: name ?? null,
      type: type ?? null,
      value: { value: value ?? null },
    })),
  };
}

function changes(params: any): Record<string, unknown> {
  const priority = priorities.indexOf(params.priority) + 1;
  return filled({
    markdown_description: params.description,
    status: params.status,
    priority: priority > 0 ? priority : undefined,
    due_date: millisecondsOf(params.dueAt, "dueAt"),
    due_date_time: hasHour(params.dueAt),
    start_date: millisecondsOf(params.startAt, "startAt"),
    start_date_time: hasHour(params.startAt),
    parent: params.parent,
  });
}

function numbers(value: unknown, name: string): number[] {
  return list(value).map((item) => numberOf(item, name)!);
}

/** A rate limit tells the time at which it ends. */
function failure({ err, ECODE }: any, response: Response): Failure {
  const reset = Number(response.headers.get("x-ratelimit-reset"));
  const isLimited = response.status === 429 && reset > 0 && !response.headers.has("retry-after");
  return {
    code: ECODE,
    message: err,
    retryAfter: isLimited ? Math.max(1, reset - Math.floor(Date.now() / 1_000)) : undefined,
  };
}

async function placesOf(clickup: Vendor, spaceId: unknown) {
  const folders = (await request(clickup, "GET", path`/space/${spaceId}/folder`, {
    query: { archived: false },
    expects: "folders[]",
  })).folders;
  const single =
    (await request(clickup, "GET", path`/space/${spaceId}/list`, { query: { archived: false }, expects: "lists[]" }))
      .lists;
  const inFolders = folders.flatMap((folder: any) =>
    (folder.lists ?? []).map((item: any) => ({ ...item, folder: folder.name }))
  );
  return [...single, ...inFolders].map((item: any) => ({
    id: item.id,
    name: item.name ?? null,
    folder: typeof item.folder === "string" ? item.folder : null,
  }));
}

export default async function (env: any, params: any) {
  const clickup: Vendor = {
    name: "ClickUp",
    base: params.baseUrl || "https://api.clickup.com/api/v2",
    headers: { authorization: secret(env, "CLICKUP_API_TOKEN") },
    failure,
  };
  const task = () => path`/task/${params.taskId}`;
  const expects = "id";
  switch (params.action ?? "Create Task") {
    case "Create Task": {
      const fields = Object.entries(json(params.customFields, "customFields") ?? {}).map(([id, value]) => ({
        id,
        value,
      }));
      const [assignees, tags] = [numbers(params.assignees, "assignees"), list(params.tags)];
      const body = {
        name: required(params.name, "name"),
        ...changes(params),
        ...(assignees.length > 0 ? { assignees } : {}),
        ...(tags.length > 0 ? { tags } : {}),
        ...(fields.length > 0 ? { custom_fields: fields } : {}),
      };
      return {
        ...none,
        ...taskOf(await write(clickup, params, "POST", path`/list/${params.listId}/task`, { json: body, expects })),
      };
    }
    case "Get Task": {
      const query = { include_subtasks: flag(params.subtasks) };
      return { ...none, ...taskOf(await request(clickup, "GET", task(), { query, expects })) };
    }
    case "Update Task": {
      const [add, rem] = [
        numbers(params.addAssignees, "addAssignees"),
        numbers(params.removeAssignees, "removeAssignees"),
      ];
      const assignees = add.length + rem.length > 0 ? { assignees: { add, rem } } : {};
      const body = { ...filled({ name: params.newName }), ...changes(params), ...assignees };
      return { ...none, ...taskOf(await request(clickup, "PUT", task(), { json: body, expects })) };
    }
    case "Delete Task":
      await remove(clickup, task());
      return { ...none, id: params.taskId, deleted: true };
    case "List Tasks": {
      const query = {
        "statuses[]": list(params.statuses),
        "assignees[]": list(params.assignees),
        "tags[]": list(params.tags),
        include_closed: flag(params.includeClosed),
        subtasks: flag(params.subtasks),
        date_updated_gt: millisecondsOf(params.updatedAfter, "updatedAfter"),
      };
      const { items, hasMore } = await collect(limitOf(params.limit), async (page: number = 0) => {
        const answer = await request(clickup, "GET", path`/list/${params.listId}/task`, {
          query: { ...query, page },
          expects: "tasks[]",
        });
        const found: any[] = answer.tasks;
        return { items: found, next: answer.last_page !== true && found.length > 0 && page + 1 };
      });
      return { ...none, tasks: items.map(taskOf), hasMore };
    }
    case "Add Comment": {
      const body = { comment_text: required(params.comment, "comment"), notify_all: flag(params.notifyAll) ?? false };
      const answer = await write(clickup, params, "POST", `${task()}/comment`, { json: body, expects });
      return { ...none, id: params.taskId, commentId: String(answer.id) };
    }
    case "List Comments": {
      const { items, hasMore } = await collect(limitOf(params.limit), async (last: any) => {
        const query = last ? { start: last.date, start_id: last.id } : {};
        const { comments } = await request(clickup, "GET", `${task()}/comment`, { query, expects: "comments[]" });
        return { items: comments as any[], next: comments.at(-1) };
      });
      const comments = items.map((item) => ({
        id: String(item.id),
        text: item.comment_text ?? null,
        author: item.user?.username ?? null,
        createdAt: timeOf(item.date),
      }));
      return { ...none, id: params.taskId, comments, hasMore };
    }
    case "Set Custom Field": {
      const value = typeof params.value === "string" && !/^\s*[[{]/.test(params.value)
        ? params.value
        : json(params.value, "value");
      await request(clickup, "POST", task() + path`/field/${params.fieldId}`, { json: { value } });
      return { ...none, id: params.taskId };
    }
    case "List Workspaces": {
      const { teams } = await request(clickup, "GET", "/team", { expects: "teams[]" });
      return { ...none, places: teams.map(({ id, name }: any) => ({ id, name: name ?? null, folder: null })) };
    }
    case "List Spaces": {
      const query = { archived: false };
      const { spaces } = await request(clickup, "GET", path`/team/${params.workspaceId}/space`, {
        query,
        expects: "spaces[]",
      });
      return { ...none, places: spaces.map(({ id, name }: any) => ({ id, name: name ?? null, folder: null })) };
    }
    case "List Lists":
      return { ...none, places: await placesOf(clickup, params.spaceId) };
    case "Request":
      return await rawRequest(clickup, params);
    default:
      throw unknownAction("ClickUp", params.action);
  }
}
