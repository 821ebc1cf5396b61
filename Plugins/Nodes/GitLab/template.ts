// GitLab REST API: https://docs.gitlab.com/api/issues/, …/notes/, …/merge_requests/, …/repository_files/, …/commits/,
// …/pipelines/, …/projects/, pages: https://docs.gitlab.com/api/rest/#pagination
import {
  base64,
  collect,
  contentOf,
  filled,
  flag,
  fromBase64,
  json,
  keptFile,
  limitOf,
  list,
  NodeError,
  path,
  rawRequest,
  request,
  requestWithHeaders,
  required,
  secret,
  unknownAction,
  type Vendor,
  write,
} from "@millrace/node";

const none = {
  id: null,
  number: null,
  title: null,
  description: null,
  state: null,
  url: null,
  author: null,
  labels: null,
  assignees: null,
  sourceBranch: null,
  targetBranch: null,
  createdAt: null,
  updatedAt: null,
  items: null,
  hasMore: null,
  content: null,
  file: null,
  commit: null,
  branch: null,
  status: null,
  projects: null,
};

function itemOf(item: any) {
  return {
    id: item.id,
    number: item.iid ?? null,
    title: item.title ?? null,
    description: item.description ?? null,
    state: item.state ?? null,
    url: item.web_url ?? null,
    author: item.author?.username ?? null,
    labels: item.labels ?? [],
    assignees: (item.assignees ?? []).map(({ username }: any) => username),
    sourceBranch: item.source_branch ?? null,
    targetBranch: item.target_branch ?? null,
    createdAt: item.created_at ?? null,
    updatedAt: item.updated_at ?? null,
  };
}

/** A refusal's message is a text, a list, or what is wrong with each member. */
function failure({ message, error, error_description }: any) {
  const told = typeof message === "object" && message !== null && !Array.isArray(message)
    ? Object.entries(message).map(([name, problems]) => `${name} ${[problems].flat().join(", ")}`).join("; ")
    : [message].flat().filter(Boolean).join("; ");
  return { code: error, message: told || error_description || error };
}

async function listed(gitlab: Vendor, address: string, limit: number, query: Record<string, any>) {
  return await collect(limit, async (page: string = "1") => {
    const sending = { query: { ...query, per_page: 100, page }, expects: "[]" };
    const { body, headers } = await requestWithHeaders(gitlab, "GET", address, sending);
    return { items: body as any[], next: headers.get("x-next-page") };
  });
}

function issueOf(params: any): Record<string, unknown> {
  const assignees = list(params.assigneeIds).map(Number);
  return filled({
    title: params.title || params.newTitle,
    description: params.description,
    labels: list(params.labels).join(","),
    assignee_ids: assignees.length > 0 ? assignees : undefined,
    due_date: params.dueDate,
    confidential: flag(params.confidential),
    state_event: params.change,
  });
}

async function writtenFile(gitlab: Vendor, project: string, params: any) {
  const { bytes } = contentOf(params.content, "content");
  const branch = params.branch || "main";
  const place = path`/repository/files/${required(params.file, "file")}`;
  const content = base64(bytes);
  const body = { branch, content, encoding: "base64", commit_message: required(params.message, "message") };
  let known: any;
  try {
    known = await request(gitlab, "GET", project + place, { query: { ref: branch }, expects: "content" });
  } catch (error) {
    if (!(error instanceof NodeError) || error.status !== 404) throw error;
  }
  const result = { ...none, branch, url: null };
  // What another attempt has written is there: no second commit.
  if (known && known.content.replace(/\s/g, "") === content) {
    return { ...result, commit: known.last_commit_id ?? null, status: "unchanged" };
  }
  // The file must be as it was read: a commit that came between is not overwritten.
  const sending = { json: filled({ ...body, last_commit_id: known?.last_commit_id }), expects: "file_path" };
  await request(gitlab, known ? "PUT" : "POST", project + place, sending);
  return { ...result, status: known ? "updated" : "created" };
}

export default async function (env: any, params: any) {
  const gitlab: Vendor = {
    name: "GitLab",
    base: params.baseUrl || "https://gitlab.com",
    // As bearer, tokens of every kind are accepted: https://docs.gitlab.com/api/rest/authentication/
    headers: { authorization: `Bearer ${secret(env, "GITLAB_TOKEN")}` },
    failure,
  };
  const project = () => path`/api/v4/projects/${params.project}`;
  const expects = "id";
  switch (params.action ?? "Create Issue") {
    case "Create Issue":
      return {
        ...none,
        ...itemOf(
          await write(gitlab, params, "POST", `${project()}/issues`, {
            json: issueOf({ ...params, change: "" }),
            expects,
          }),
        ),
      };
    case "Get Issue":
      return {
        ...none,
        ...itemOf(await request(gitlab, "GET", project() + path`/issues/${params.number}`, { expects })),
      };
    case "Update Issue": {
      const sending = { json: issueOf({ ...params, title: "" }), expects };
      return { ...none, ...itemOf(await request(gitlab, "PUT", project() + path`/issues/${params.number}`, sending)) };
    }
    case "List Issues":
    case "List Merge Requests": {
      const kind = params.action === "List Issues" ? "issues" : "merge_requests";
      const query = {
        state: params.state || "opened",
        labels: list(params.labels).join(","),
        search: params.search,
        updated_after: params.updatedAfter,
      };
      const { items, hasMore } = await listed(gitlab, `${project()}/${kind}`, limitOf(params.limit), query);
      return { ...none, items: items.map(itemOf), hasMore };
    }
    case "Add Comment": {
      const kind = params.on === "merge_requests" ? "merge_requests" : "issues";
      const sending = { json: { body: required(params.comment, "comment") }, expects };
      const answer = await write(gitlab, params, "POST", project() + path`/${kind}/${params.number}/notes`, sending);
      return {
        ...none,
        id: answer.id,
        number: Number(params.number),
        author: answer.author?.username ?? null,
        createdAt: answer.created_at ?? null,
      };
    }
    case "Create Merge Request": {
      const json = {
        ...issueOf({ ...params, change: "", confidential: "", dueDate: "" }),
        source_branch: required(params.sourceBranch, "sourceBranch"),
        target_branch: required(params.targetBranch, "targetBranch"),
        ...filled({ squash: flag(params.squash), remove_source_branch: flag(params.removeBranch) }),
      };
      return {
        ...none,
        ...itemOf(await write(gitlab, params, "POST", `${project()}/merge_requests`, { json, expects })),
      };
    }
    case "Merge": {
      const json = filled({ squash: flag(params.squash), should_remove_source_branch: flag(params.removeBranch) });
      const address = project() + path`/merge_requests/${params.number}/merge`;
      const answer = await write(gitlab, params, "PUT", address, { json, expects });
      return { ...none, ...itemOf(answer), commit: answer.merge_commit_sha ?? answer.squash_commit_sha ?? null };
    }
    case "Get File": {
      const query = { ref: params.ref || "main" };
      const answer = await request(gitlab, "GET", project() + path`/repository/files/${params.file}`, {
        query,
        expects: "content",
      });
      const bytes = fromBase64(answer.content.replace(/\s/g, ""));
      const isText = !bytes.includes(0);
      const kept = keptFile("GitLab", bytes, isText ? "text/plain; charset=utf-8" : null, answer.file_name);
      return {
        ...none,
        content: isText ? new TextDecoder().decode(bytes) : null,
        file: kept,
        commit: answer.last_commit_id ?? null,
        branch: query.ref,
      };
    }
    case "Write File":
      return await writtenFile(gitlab, project(), params);
    case "Run Pipeline": {
      const variables = Object.entries(json(params.variables, "variables") ?? {}).map(([key, value]) => ({
        key,
        value: String(value),
      }));
      const sending = { json: { ref: params.ref || "main", variables }, expects };
      return { ...none, ...pipelineOf(await write(gitlab, params, "POST", `${project()}/pipeline`, sending)) };
    }
    case "Get Pipeline":
      return {
        ...none,
        ...pipelineOf(await request(gitlab, "GET", project() + path`/pipelines/${params.pipelineId}`, { expects })),
      };
    case "List Projects": {
      const query = { search: params.search, membership: flag(params.membership) ?? true, simple: true };
      const { items, hasMore } = await listed(gitlab, "/api/v4/projects", limitOf(params.limit), query);
      const projects = items.map((item) => ({
        id: item.id,
        path: item.path_with_namespace ?? null,
        name: item.name ?? null,
        url: item.web_url ?? null,
        defaultBranch: item.default_branch ?? null,
      }));
      return { ...none, projects, hasMore };
    }
    case "Request":
      return await rawRequest(gitlab, params);
    default:
      throw unknownAction("GitLab", params.action);
  }
}

function pipelineOf(pipeline: any) {
  return {
    id: pipeline.id,
    number: pipeline.iid ?? null,
    status: pipeline.status ?? null,
    branch: pipeline.ref ?? null,
    commit: pipeline.sha ?? null,
    url: pipeline.web_url ?? null,
    createdAt: pipeline.created_at ?? null,
    updatedAt: pipeline.updated_at ?? null,
  };
}
