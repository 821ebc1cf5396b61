// Sentry API: https://docs.sentry.io/api/events/list-an-organizations-issues/, …/events/update-an-issue/,
// …/events/list-an-issues-events/, …/releases/create-a-new-release-for-an-organization/, paging: https://docs.sentry.io/api/pagination/
import {
  collect,
  filled,
  limitOf,
  list,
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
  shortId: null,
  title: null,
  status: null,
  level: null,
  culprit: null,
  project: null,
  count: null,
  userCount: null,
  url: null,
  firstSeen: null,
  lastSeen: null,
  issues: null,
  events: null,
  hasMore: null,
  version: null,
  createdAt: null,
};

function issueOf(issue: any) {
  return {
    id: issue.id,
    shortId: issue.shortId ?? null,
    title: issue.title ?? null,
    status: issue.status ?? null,
    level: issue.level ?? null,
    culprit: issue.culprit ?? null,
    project: issue.project?.slug ?? null,
    count: issue.count === undefined ? null : Number(issue.count),
    userCount: issue.userCount ?? null,
    url: issue.permalink ?? null,
    firstSeen: issue.firstSeen ?? null,
    lastSeen: issue.lastSeen ?? null,
  };
}

function eventOf(event: any) {
  return {
    id: event.eventID ?? event.id,
    title: event.title ?? null,
    message: event.message ?? null,
    createdAt: event.dateCreated ?? null,
    user: event.user?.email ?? event.user?.id ?? null,
  };
}

export default async function (env: any, given: any) {
  const params = filled(given);
  const sentry: Vendor = {
    name: "Sentry",
    repeatsWrites: repeatsWrites(params),
    base: params.baseUrl || "https://sentry.io",
    headers: { authorization: `Bearer ${secret(env, "SENTRY_AUTH_TOKEN")}` },
    failure: (body) => {
      const detail = typeof body.detail === "object" ? body.detail : { message: body.detail };
      const [field, problems] = Object.entries(body)[0] ?? [];
      const message = detail?.message ?? (Array.isArray(problems) ? `${field}: ${problems.join(" ")}` : undefined);
      return { code: detail?.code, message };
    },
  };
  if (params.action === "Request") return await rawRequest(sentry, params);
  const organization = path`/api/0/organizations/${params.organization}`;
  const issue = () => organization + path`/issues/${params.issueId}/`;
  // The next page is in a header, with whether there is something on it.
  const read = (address: string, query: Record<string, any>) =>
    collect(limitOf(params.limit), async (cursor: string | undefined, missing) => {
      const sending = { query: { ...query, limit: Math.min(missing, 100), cursor } };
      const { body, headers } = await requestWithHeaders(sentry, "GET", address, { ...sending, expects: "[]" });
      const next = (headers.get("link") ?? "").split(/,\s*(?=<)/).find((link) => /rel="next"/.test(link));
      const isMore = next?.includes('results="true"');
      return { items: body as any[], next: isMore && next?.match(/cursor="([^"]+)"/)?.[1] };
    });
  const expects = "id";
  switch (params.action ?? "List Issues") {
    case "List Issues": {
      const words = [params.query ?? "is:unresolved", params.project && `project:${params.project}`].filter(Boolean);
      const query = { query: words.join(" "), statsPeriod: params.statsPeriod };
      const { items, hasMore } = await read(`${organization}/issues/`, query);
      return { ...none, issues: items.map(issueOf), hasMore };
    }
    case "Get Issue":
      return { ...none, ...issueOf(await request(sentry, "GET", issue(), { expects })) };
    case "Resolve Issue": {
      const isLater = params.resolution === "in the next release";
      const body = { status: isLater ? "resolvedInNextRelease" : "resolved" };
      const answer = await request(sentry, "PUT", issue(), { json: body, expects: "status" });
      return { ...none, ...issueOf({ id: String(params.issueId), ...answer }) };
    }
    case "List Events": {
      const { items, hasMore } = await read(`${issue()}events/`, {});
      return { ...none, events: items.map(eventOf), hasMore };
    }
    case "Create Release": {
      const body = filled({
        version: params.version,
        projects: list(params.projects),
        ref: params.ref,
        url: params.releaseUrl,
      });
      const made = await request(sentry, "POST", `${organization}/releases/`, {
        json: body,
        expects: "version",
        // A release with the same version is the same one.
        repeatable: true,
      });
      return {
        ...none,
        version: made.version,
        status: made.status ?? null,
        url: made.url ?? null,
        createdAt: made.dateCreated ?? null,
      };
    }
    case "Update Issue": {
      const body = filled({
        status: params.newStatus,
        assignedTo: params.assignedTo,
        priority: params.priority,
      });
      const answer = await request(sentry, "PUT", issue(), { json: body, expects: "status" });
      return { ...none, ...issueOf({ id: String(params.issueId), ...answer }) };
    }
    case "Add Comment": {
      const sending = { json: { text: required(params.comment, "comment") }, expects };
      const made = await request(sentry, "POST", `${issue()}comments/`, sending);
      return { ...none, id: String(made.id) };
    }
    case "List Projects": {
      const { items, hasMore } = await read(`${organization}/projects/`, {});
      const projects = items.map(({ id, slug, name, platform }) => ({
        id,
        slug: slug ?? null,
        name: name ?? null,
        platform: platform ?? null,
      }));
      return { ...none, projects, hasMore };
    }
    case "Create Deploy": {
      const address = organization + path`/releases/${params.version}/deploys/`;
      const sending = {
        json: filled({ environment: params.environment, name: params.deployName, url: params.releaseUrl }),
        expects,
      };
      const made = await request(sentry, "POST", address, sending);
      return { ...none, id: String(made.id), version: params.version };
    }
    default:
      throw unknownAction("Sentry", params.action);
  }
}
