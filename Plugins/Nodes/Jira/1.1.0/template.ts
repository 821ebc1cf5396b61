// Jira Cloud REST API v3: https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/, …/api-group-issue-comments/;
// texts: https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
import {
  basic,
  collect,
  fileOf,
  filled,
  flag,
  json,
  limitOf,
  list,
  multipart,
  NodeError,
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

const none = {
  id: null,
  key: null,
  url: null,
  summary: null,
  description: null,
  status: null,
  type: null,
  assignee: null,
  reporter: null,
  priority: null,
  labels: null,
  createdAt: null,
  updatedAt: null,
  transitionId: null,
};

/** A text as Jira's document format: a paragraph a line. */
function documentOf(text: string) {
  const content = text.split(/\r?\n/).map((line) => ({
    type: "paragraph",
    content: line === "" ? [] : [{ type: "text", text: line }],
  }));
  return { type: "doc", version: 1, content };
}

/** What a document says, without its form. */
function textOf(node: any): string {
  if (node.type === "text") return node.text ?? "";
  if (node.type === "hardBreak") return "\n";
  const texts = (node.content ?? []).map(textOf);
  return texts.join(node.type === "doc" ? "\n" : "");
}

function issueOf(issue: any, site: string) {
  const fields = issue.fields ?? {};
  return {
    ...none,
    id: issue.id,
    key: issue.key,
    url: `${site}/browse/${issue.key}`,
    summary: fields.summary ?? null,
    description: fields.description ? textOf(fields.description) : null,
    status: fields.status?.name ?? null,
    type: fields.issuetype?.name ?? null,
    assignee: fields.assignee?.displayName ?? null,
    reporter: fields.reporter?.displayName ?? null,
    priority: fields.priority?.name ?? null,
    labels: fields.labels ?? [],
    createdAt: fields.created ?? null,
    updatedAt: fields.updated ?? null,
  };
}

export default async function (env: any, given: any) {
  const params = filled(given);
  const base = String(required(params.site, "site")).replace(/\/+$/, "");
  // A scoped token is for api.atlassian.com/ex/jira/{cloudId}, which is not where people read:
  // https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/
  const site = String(params.browseUrl ?? base).replace(/\/+$/, "");
  const jira: Vendor = {
    name: "Jira",
    repeatsWrites: repeatsWrites(params),
    base,
    headers: { authorization: basic(secret(env, "JIRA_EMAIL"), secret(env, "JIRA_API_TOKEN")) },
    failure: (body) => {
      const fields = Object.entries(body.errors ?? {});
      const texts = [...(body.errorMessages ?? []), ...fields.map(([field, text]) => `${field}: ${text}`)];
      return { code: fields[0]?.[0], message: texts.join("; ") || body.message };
    },
  };
  if (params.action === "Request") return await rawRequest(jira, params);
  const changes = () => {
    const labels = params.labels === undefined ? undefined : list(params.labels);
    return filled({
      summary: params.summary,
      description: params.description ? documentOf(params.description) : undefined,
      assignee: params.assignee ? { accountId: params.assignee } : undefined,
      priority: params.priority ? { name: params.priority } : undefined,
      labels,
      ...json(params.fields, "fields"),
    });
  };
  const issue = () => path`/rest/api/3/issue/${params.issueKey}`;
  switch (params.action ?? "Create Issue") {
    case "Create Issue": {
      const labels = list(params.labels);
      const fields = filled({
        project: { key: params.project },
        issuetype: { name: params.issueType || "Task" },
        summary: required(params.summary, "summary"),
        description: params.description ? documentOf(params.description) : undefined,
        assignee: params.assignee ? { accountId: params.assignee } : undefined,
        priority: params.priority ? { name: params.priority } : undefined,
        labels: labels.length > 0 ? labels : undefined,
        ...json(params.fields, "fields"),
      });
      const made = await request(jira, "POST", "/rest/api/3/issue", { json: { fields }, expects: "key" });
      return { ...none, id: made.id, key: made.key, url: `${site}/browse/${made.key}`, summary: params.summary };
    }
    case "Get Issue":
      return issueOf(await request(jira, "GET", issue(), { expects: "key" }), site);
    case "Add Comment": {
      const sending = { json: { body: documentOf(params.comment) }, expects: "id" };
      const made = await request(jira, "POST", `${issue()}/comment`, sending);
      return {
        ...none,
        id: made.id,
        key: params.issueKey,
        createdAt: made.created ?? null,
        updatedAt: made.updated ?? null,
      };
    }
    case "Transition Issue": {
      const { transitions } = await request(jira, "GET", `${issue()}/transitions`, { expects: "transitions[]" });
      const wanted = String(params.transition).toLowerCase();
      const found = transitions.find((one: any) =>
        [one.id, one.name, one.to?.name].some((name) => String(name).toLowerCase() === wanted)
      );
      if (!found) {
        const names = transitions.map((one: any) => one.name).join(", ");
        throw new NodeError("Jira", {
          code: "no_transition",
          message: `there is no "${params.transition}" from here: ${names}`,
        });
      }
      await request(jira, "POST", `${issue()}/transitions`, { json: { transition: { id: found.id } } });
      return { ...none, key: params.issueKey, status: found.to?.name ?? null, transitionId: found.id };
    }
    case "Search Issues": {
      // https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search/#api-rest-api-3-search-jql-post
      const fields = "summary,description,status,issuetype,assignee,reporter,priority,labels,created,updated".split(
        ",",
      );
      const { items, hasMore } = await collect(limitOf(params.limit), async (token: string | undefined, missing) => {
        const body = filled({
          jql: required(params.jql, "jql"),
          fields: [...fields, ...list(params.returnFields)],
          maxResults: Math.min(missing, 100),
          nextPageToken: token,
        });
        const sending = { json: body, expects: "issues[]", repeatable: true };
        const answer = await request(jira, "POST", "/rest/api/3/search/jql", sending);
        return { items: answer.issues as any[], next: answer.nextPageToken };
      });
      return { ...none, issues: items.map((one) => issueOf(one, site)), hasMore };
    }
    case "Update Issue": {
      await request(jira, "PUT", issue(), { json: { fields: changes() } });
      return { ...none, key: params.issueKey };
    }
    case "Assign Issue": {
      await request(jira, "PUT", `${issue()}/assignee`, { json: { accountId: params.assignee ?? null } });
      return { ...none, key: params.issueKey, assignee: params.assignee ?? null };
    }
    case "Delete Issue": {
      await remove(jira, issue(), { query: { deleteSubtasks: flag(params.deleteSubtasks) } });
      return { ...none, key: params.issueKey, deleted: true };
    }
    case "Add Attachment": {
      // https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-attachments/
      const file = fileOf(required(params.file, "file"), "file")!;
      const headers = { "x-atlassian-token": "no-check" };
      const sending = { headers, multipart: multipart({}, { file }), expects: "0.id" };
      const [made] = await request(jira, "POST", `${issue()}/attachments`, sending);
      return { ...none, id: String(made.id), key: params.issueKey };
    }
    case "Link Issues": {
      const body = {
        type: { name: params.linkType || "Relates" },
        inwardIssue: { key: params.issueKey },
        outwardIssue: { key: required(params.otherKey, "otherKey") },
      };
      await request(jira, "POST", "/rest/api/3/issueLink", { json: body, repeatable: true });
      return { ...none, key: params.issueKey };
    }
    case "Add Worklog": {
      const sending = { json: filled({ timeSpent: params.timeSpent, started: params.started }), expects: "id" };
      const made = await request(jira, "POST", `${issue()}/worklog`, sending);
      return { ...none, id: made.id, key: params.issueKey };
    }
    case "Find Users": {
      const query = { query: params.query, maxResults: Math.min(limitOf(params.limit), 1000) };
      const users = await request(jira, "GET", "/rest/api/3/user/search", { query, expects: "[]" });
      return {
        ...none,
        users: users.map(({ accountId, displayName, emailAddress }: any) => ({
          id: accountId,
          name: displayName ?? null,
          email: emailAddress ?? null,
        })),
      };
    }
    default:
      throw unknownAction("Jira", params.action);
  }
}
