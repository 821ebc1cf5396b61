// GitHub REST API: https://docs.github.com/en/rest/issues/issues and …/comments, rate limits:
// https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
import {
  base64,
  collect,
  type Failure,
  fileOf,
  filled,
  flag,
  fromBase64,
  isGone,
  json,
  keepable,
  limitOf,
  list,
  nextLink,
  NodeError,
  path,
  rawRequest,
  repeatsWrites,
  request,
  requestWithHeaders,
  required,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

const none = {
  id: null,
  number: null,
  title: null,
  body: null,
  state: null,
  url: null,
  author: null,
  labels: null,
  assignees: null,
  createdAt: null,
  updatedAt: null,
  issues: null,
  hasMore: null,
};

function issueOf(issue: any) {
  return {
    number: issue.number,
    title: issue.title ?? null,
    body: issue.body ?? null,
    state: issue.state ?? null,
    url: issue.html_url ?? null,
    author: issue.user?.login ?? null,
    labels: (issue.labels ?? []).map((label: any) => label.name ?? label),
    assignees: (issue.assignees ?? []).map((user: any) => user.login),
    createdAt: issue.created_at ?? null,
    updatedAt: issue.updated_at ?? null,
  };
}

function pullOf(pull: any) {
  return {
    ...issueOf(pull),
    head: pull.head?.ref ?? null,
    base: pull.base?.ref ?? null,
    merged: pull.merged ?? (pull.merged_at ? true : null),
    draft: pull.draft ?? null,
  };
}

/** A path, whose parts keep their places. */
function filePath(name: unknown): string {
  return String(required(name as string, "path")).split("/").filter(Boolean).map((part) => path`/${part}`).join("");
}

/** A rate limit is a 403 too, with the time at which it ends. */
function failure(body: any, response: Response): Failure {
  const said = { code: body.errors?.[0]?.code, message: body.message };
  const isUsedUp = response.headers.get("x-ratelimit-remaining") === "0";
  if (response.status !== 403 || !(isUsedUp || response.headers.has("retry-after"))) return said;
  const reset = Number(response.headers.get("x-ratelimit-reset"));
  const wait = isUsedUp && reset > 0 ? Math.max(1, reset - Math.floor(Date.now() / 1_000)) : undefined;
  return { ...said, code: "rate_limited", retryable: true, retryAfter: wait };
}

export default async function (env: any, given: any) {
  const params = filled(given);
  const github: Vendor = {
    name: "GitHub",
    repeatsWrites: repeatsWrites(params),
    base: params.baseUrl || "https://api.github.com",
    headers: {
      "authorization": `Bearer ${secret(env, "GITHUB_TOKEN")}`,
      "accept": "application/vnd.github+json",
      "x-github-api-version": "2022-11-28",
    },
    failure,
  };
  if (params.action === "Request") return await rawRequest(github, params);
  const hasRepository = params.owner !== undefined && params.repo !== undefined;
  const repository = hasRepository ? path`/repos/${params.owner}/${params.repo}` : "";
  const issues = `${repository}/issues`;
  /** A list page by page: the next one is in a header. */
  const pages = (address: string, query: Record<string, any>, member?: string) =>
    collect(limitOf(params.limit), async (page: number = 1) => {
      const sending = { query: { ...query, per_page: 100, page }, expects: member ? `${member}[]` : "[]" };
      const { body, headers } = await requestWithHeaders(github, "GET", address, sending);
      return { items: (member ? body[member] : body) as any[], next: nextLink(headers.get("link")) && page + 1 };
    });
  if (!hasRepository && !["Search", "List Repositories"].includes(params.action)) {
    required(params.owner, "owner");
    required(params.repo, "repo");
  }
  switch (params.action ?? "Create Issue") {
    case "Create Issue": {
      const [labels, assignees] = [list(params.labels), list(params.assignees)];
      const issue = filled({ title: required(params.title, "title"), body: params.body, labels, assignees });
      return { ...none, ...issueOf(await request(github, "POST", issues, { json: issue, expects: "number" })) };
    }
    case "Get Issue": {
      const answer = await request(github, "GET", issues + path`/${params.issueNumber}`, { expects: "number" });
      return { ...none, ...issueOf(answer) };
    }
    case "Create Comment": {
      const sending = { json: { body: params.comment }, expects: "id" };
      const answer = await request(github, "POST", issues + path`/${params.issueNumber}/comments`, sending);
      return {
        ...none,
        id: answer.id,
        number: Number(params.issueNumber),
        body: answer.body ?? null,
        url: answer.html_url ?? null,
        author: answer.user?.login ?? null,
        createdAt: answer.created_at ?? null,
      };
    }
    case "List Repo Issues": {
      const { items, hasMore } = await collect(limitOf(params.limit), async (page: number = 1) => {
        const query = {
          state: params.state || "open",
          labels: list(params.labels).join(","),
          since: params.since,
          per_page: 100,
          page,
        };
        const { body, headers } = await requestWithHeaders(github, "GET", issues, { query, expects: "[]" });
        // Every pull request is an issue to this list.
        const wanted: any[] = body.filter((issue: any) => flag(params.includePulls) || !issue.pull_request);
        return { items: wanted, next: nextLink(headers.get("link")) && page + 1 };
      });
      return { ...none, issues: items.map(issueOf), hasMore };
    }
    case "Update Issue": {
      const change = filled({
        title: params.title,
        body: params.body,
        state: params.newState,
        state_reason: params.newState === "closed" ? params.stateReason : undefined,
        labels: params.labels === undefined ? undefined : list(params.labels),
        assignees: params.assignees === undefined ? undefined : list(params.assignees),
      });
      const sending = { json: change, expects: "number" };
      return { ...none, ...issueOf(await request(github, "PATCH", issues + path`/${params.issueNumber}`, sending)) };
    }
    case "Add Labels": {
      const sending = { json: { labels: list(required(params.labels, "labels")) }, expects: "[]", repeatable: true };
      const labels = await request(github, "POST", issues + path`/${params.issueNumber}/labels`, sending);
      return { ...none, number: Number(params.issueNumber), labels: labels.map((label: any) => label.name) };
    }
    case "List Comments": {
      const { items, hasMore } = await pages(issues + path`/${params.issueNumber}/comments`, {});
      const comments = items.map(({ id, body, user, created_at }) => ({
        id,
        body: body ?? null,
        author: user?.login ?? null,
        createdAt: created_at ?? null,
      }));
      return { ...none, comments, hasMore };
    }
    case "Search": {
      const kind = params.searchKind ?? "issues";
      const { items, hasMore } = await pages(path`/search/${kind}`, { q: required(params.query, "query") }, "items");
      if (kind === "issues") return { ...none, issues: items.map(issueOf), hasMore };
      return { ...none, items, hasMore };
    }
    case "Create Pull Request": {
      const pull = filled({
        title: params.title,
        body: params.body,
        head: params.head,
        base: params.base,
        draft: flag(params.draft),
      });
      return {
        ...none,
        ...pullOf(await request(github, "POST", `${repository}/pulls`, { json: pull, expects: "number" })),
      };
    }
    case "Get Pull Request": {
      const address = repository + path`/pulls/${params.pullNumber}`;
      return { ...none, ...pullOf(await request(github, "GET", address, { expects: "number" })) };
    }
    case "List Pull Requests": {
      const { items, hasMore } = await pages(`${repository}/pulls`, { state: params.state || "open" });
      return { ...none, pulls: items.map(pullOf), hasMore };
    }
    case "Merge Pull Request": {
      const address = repository + path`/pulls/${params.pullNumber}`;
      const sending = {
        json: filled({ merge_method: params.mergeMethod, commit_title: params.title }),
        expects: "merged",
      };
      try {
        const { sha } = await request(github, "PUT", `${address}/merge`, sending);
        return { ...none, number: Number(params.pullNumber), merged: true, sha: sha ?? null };
      } catch (error) {
        // It is merged already, perhaps by an attempt before.
        if (!(error instanceof NodeError) || error.status !== 405) throw error;
        const pull = await request(github, "GET", address, { expects: "number" });
        if (!pull.merged) throw error;
        return { ...none, number: pull.number, merged: true, sha: pull.merge_commit_sha ?? null };
      }
    }
    case "Create Review": {
      const review = filled({ body: params.body, event: params.reviewEvent ?? "COMMENT" });
      const sending = { json: review, expects: "id" };
      const made = await request(github, "POST", repository + path`/pulls/${params.pullNumber}/reviews`, sending);
      return { ...none, id: made.id, state: made.state ?? null, url: made.html_url ?? null };
    }
    case "Get File": {
      const address = `${repository}/contents${filePath(params.path)}`;
      const found = await request(github, "GET", address, { query: { ref: params.ref }, expects: "sha" });
      const base64 = String(found.content ?? "").replace(/\s/g, "");
      const text = new TextDecoder().decode(fromBase64(base64));
      return { ...none, path: found.path ?? params.path, sha: found.sha, content: keepable("GitHub", text) };
    }
    case "Write File": {
      const address = `${repository}/contents${filePath(params.path)}`;
      const file = fileOf(params.file, "file");
      const content = file?.base64 ?? base64(String(params.content ?? ""));
      const query = { ref: params.branch };
      const now = await request(github, "GET", address, { query, expects: "sha" }).catch((error) => {
        if (isGone(error)) return null;
        throw error;
      });
      const body = filled({
        message: params.message || `Write ${params.path}`,
        content,
        branch: params.branch,
        sha: now?.sha,
      });
      // A file that has changed since is a conflict, also when an attempt before has written it.
      const written = await request(github, "PUT", address, { json: body, expects: "content.sha" });
      return { ...none, path: written.content.path ?? params.path, sha: written.content.sha };
    }
    case "Create Release": {
      const release = filled({
        tag_name: params.tag,
        name: params.title,
        body: params.body,
        target_commitish: params.branch,
        draft: flag(params.draft),
        prerelease: flag(params.prerelease),
      });
      const made = await request(github, "POST", `${repository}/releases`, { json: release, expects: "id" });
      return { ...none, id: made.id, title: made.name ?? null, url: made.html_url ?? null };
    }
    case "Run Workflow": {
      const body = filled({ ref: params.branch || "main", inputs: json(params.inputs, "inputs") });
      await request(github, "POST", repository + path`/actions/workflows/${params.workflow}/dispatches`, {
        json: body,
      });
      return { ...none, state: "requested" };
    }
    case "List Repositories": {
      const address = params.owner ? path`/users/${params.owner}/repos` : "/user/repos";
      const { items, hasMore } = await pages(address, {});
      return { ...none, items, hasMore };
    }
    default:
      throw unknownAction("GitHub", params.action);
  }
}
