// Linear GraphQL API: https://linear.app/developers/graphql, rate limits: https://linear.app/developers/rate-limiting
import {
  type Call,
  collect,
  filled,
  idempotencyKey,
  limitOf,
  list,
  malformed,
  NodeError,
  numberOf,
  rawRequest,
  request,
  required,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

const fields = `id identifier title description url priority createdAt updatedAt
  state { name } assignee { name } team { key } labels { nodes { name } }`;
const none = {
  id: null,
  identifier: null,
  title: null,
  description: null,
  url: null,
  priority: null,
  state: null,
  assignee: null,
  team: null,
  labels: null,
  createdAt: null,
  updatedAt: null,
  issues: null,
  hasMore: null,
};

function issueOf(issue: any) {
  return {
    id: issue.id,
    identifier: issue.identifier ?? null,
    title: issue.title ?? null,
    description: issue.description ?? null,
    url: issue.url ?? null,
    priority: issue.priority ?? null,
    state: issue.state?.name ?? null,
    assignee: issue.assignee?.name ?? null,
    team: issue.team?.key ?? null,
    labels: (issue.labels?.nodes ?? []).map((label: any) => label.name),
    createdAt: issue.createdAt ?? null,
    updatedAt: issue.updatedAt ?? null,
  };
}

function failure(body: any) {
  const error = body.errors?.[0];
  const code = error?.extensions?.code ?? error?.extensions?.type;
  const message = error?.extensions?.userPresentableMessage ?? error?.message;
  // A rate limit is told with status 400.
  return { code, message, retryable: code === "RATELIMITED" || undefined };
}

export default async function (env: any, given: any, call: Call) {
  const params = filled(given);
  const linear: Vendor = {
    name: "Linear",
    base: params.baseUrl || "https://api.linear.app",
    headers: { authorization: secret(env, "LINEAR_API_KEY") },
    failure,
  };
  if (params.action === "Request") return await rawRequest(linear, params);
  const ask = async (query: string, variables: Record<string, unknown>, part: string) => {
    const answer = await request(linear, "POST", "/graphql", { json: { query, variables } });
    if (answer?.errors?.length) {
      throw new NodeError("Linear", { ...failure(answer), status: 200 });
    }
    const found = answer?.data?.[part];
    if (!found) throw malformed("Linear");
    return found;
  };
  const labels = list(params.labelIds);
  const input = filled({
    description: params.description,
    priority: numberOf(params.priority, "priority"),
    stateId: params.stateId,
    assigneeId: params.assigneeId,
    projectId: params.projectId,
    labelIds: labels.length > 0 ? labels : undefined,
  });
  switch (params.action ?? "Create Issue") {
    case "Create Issue": {
      // An issue's id may be ours, a UUID of version 4: so an attempt that comes again makes no second one.
      const key = await idempotencyKey(call);
      const id = `${key.slice(0, 14)}4${key.slice(15)}`;
      const query =
        `mutation($input: IssueCreateInput!) { issueCreate(input: $input) { success issue { ${fields} } } }`;
      const variables = { input: { id, teamId: params.teamId, title: params.title, ...input } };
      try {
        return { ...none, ...issueOf((await ask(query, variables, "issueCreate")).issue) };
      } catch (error) {
        if (!(error instanceof NodeError) || error.retryable || call.attempt === 1) throw error;
        const made = `query($id: String!) { issue(id: $id) { ${fields} } }`;
        return { ...none, ...issueOf(await ask(made, { id }, "issue").catch(() => Promise.reject(error))) };
      }
    }
    case "Get Issue": {
      const query = `query($id: String!) { issue(id: $id) { ${fields} } }`;
      return { ...none, ...issueOf(await ask(query, { id: params.issueId }, "issue")) };
    }
    case "Update Issue": {
      const query = `mutation($id: String!, $input: IssueUpdateInput!) {
        issueUpdate(id: $id, input: $input) { success issue { ${fields} } }
      }`;
      const variables = { id: params.issueId, input: { ...filled({ title: params.newTitle }), ...input } };
      return { ...none, ...issueOf((await ask(query, variables, "issueUpdate")).issue) };
    }
    case "List Issues": {
      const query = `query($first: Int!, $after: String, $filter: IssueFilter) {
        issues(first: $first, after: $after, filter: $filter) { nodes { ${fields} } pageInfo { hasNextPage endCursor } }
      }`;
      const filter = filled({
        team: params.team ? { key: { eq: params.team } } : undefined,
        state: params.state ? { name: { eq: params.state } } : undefined,
      });
      const { items, hasMore } = await collect(limitOf(params.limit), async (after: string | undefined, missing) => {
        const { nodes, pageInfo } = await ask(query, { first: Math.min(missing, 100), after, filter }, "issues");
        return { items: nodes as any[], next: pageInfo.hasNextPage && pageInfo.endCursor };
      });
      return { ...none, issues: items.map(issueOf), hasMore };
    }
    case "Add Comment": {
      // A comment's id may be ours, too.
      const key = await idempotencyKey(call);
      const id = `${key.slice(0, 14)}4${key.slice(15)}`;
      const query =
        "mutation($input: CommentCreateInput!) { commentCreate(input: $input) { success comment { id url } } }";
      const input = { id, issueId: params.issueId, body: required(params.body, "body") };
      try {
        const { comment } = await ask(query, { input }, "commentCreate");
        return { ...none, id: comment?.id ?? id, url: comment?.url ?? null };
      } catch (error) {
        if (!(error instanceof NodeError) || error.retryable || call.attempt === 1) throw error;
        const made = "query($id: String!) { comment(id: $id) { id url } }";
        const comment = await ask(made, { id }, "comment").catch(() => Promise.reject(error));
        return { ...none, id: comment.id, url: comment.url ?? null };
      }
    }
    case "Search Issues": {
      const query =
        `query($term: String!, $first: Int!) { searchIssues(term: $term, first: $first) { nodes { ${fields} } } }`;
      const first = Math.min(limitOf(params.limit), 250);
      const { nodes } = await ask(query, { term: required(params.query, "query"), first }, "searchIssues");
      return { ...none, issues: (nodes ?? []).map(issueOf) };
    }
    case "Archive Issue": {
      const query = "mutation($id: String!) { issueArchive(id: $id) { success } }";
      await ask(query, { id: params.issueId }, "issueArchive");
      return { ...none, id: params.issueId, archived: true };
    }
    case "List Teams":
    case "List Projects":
    case "List Users": {
      const kind = String(params.action).slice(5).toLowerCase();
      const part = kind === "teams" ? "key" : kind === "users" ? "email" : "state";
      const query = `query($first: Int!, $after: String) {
        ${kind}(first: $first, after: $after) { nodes { id name ${part} } pageInfo { hasNextPage endCursor } }
      }`;
      const { items, hasMore } = await collect(limitOf(params.limit), async (after: string | undefined, missing) => {
        const { nodes, pageInfo } = await ask(query, { first: Math.min(missing, 100), after }, kind);
        return { items: nodes as any[], next: pageInfo.hasNextPage && pageInfo.endCursor };
      });
      return {
        ...none,
        items: items.map((one) => ({ id: one.id, name: one.name ?? null, detail: one[part] ?? null })),
        hasMore,
      };
    }
    default:
      throw unknownAction("Linear", params.action);
  }
}
