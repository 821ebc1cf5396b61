// GitHub REST API: https://docs.github.com/en/rest/issues/issues and …/comments, rate limits:
// https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
import {
  collect,
  type Failure,
  filled,
  flag,
  limitOf,
  list,
  nextLink,
  path,
  rawRequest,
  repeatsWrites,
  request,
  requestWithHeaders,
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
  const issues = path`/repos/${params.owner}/${params.repo}/issues`;
  switch (params.action ?? "Create Issue") {
    case "Create Issue": {
      const [labels, assignees] = [list(params.labels), list(params.assignees)];
      const issue = filled({ title: params.title, body: params.body, labels, assignees });
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
    default:
      throw unknownAction("GitHub", params.action);
  }
}
