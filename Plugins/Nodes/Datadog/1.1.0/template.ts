// Datadog API: https://docs.datadoghq.com/api/latest/ (metrics v2, events v1, logs v2, monitors v1)
import {
  actionSecret,
  collect,
  filled,
  hostName,
  json,
  limitOf,
  list,
  numberOf,
  rawRequest,
  repeatsWrites,
  request,
  required,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

const kinds = ["unspecified", "count", "rate", "gauge"];
const none = { accepted: null, id: null, url: null, monitors: null, hasMore: null };

function monitorOf(monitor: any) {
  const { id, name, type, query, overall_state, tags } = monitor;
  return {
    id,
    name: name ?? null,
    type: type ?? null,
    query: query ?? null,
    state: overall_state ?? null,
    tags: tags ?? [],
  };
}

export default async function (env: any, given: any) {
  const params = filled(given);
  const site = hostName(params.site || "datadoghq.com", "site");
  const vendor: Vendor = {
    name: "Datadog",
    repeatsWrites: repeatsWrites(params),
    base: params.baseUrl || `https://api.${site}`,
    headers: { "dd-api-key": secret(env, "DATADOG_API_KEY") },
    // Texts, or objects with a title and a detail.
    failure: ({ errors }) => {
      const all = (Array.isArray(errors) ? errors : []).map((error) => error?.detail ?? error?.title ?? error);
      return { message: all.join("; ") };
    },
  };
  if (params.action === "Request") {
    // Most reads need the application key, which writes do not.
    const appKey = env.DATADOG_APP_KEY ? actionSecret(env, "DATADOG_APP_KEY") : undefined;
    return await rawRequest({ ...vendor, headers: { ...vendor.headers, "dd-application-key": appKey } }, params);
  }
  const tags = list(params.tags);
  switch (params.action ?? "Submit Metrics") {
    case "Submit Metrics": {
      const point = { timestamp: Math.floor(Date.now() / 1_000), value: numberOf(params.value, "value") };
      const series = filled({
        metric: params.metric,
        type: kinds.indexOf(params.type || "gauge"),
        points: [point],
        tags,
        unit: params.unit,
        interval: numberOf(params.interval, "interval"),
        resources: params.host ? [{ type: "host", name: params.host }] : undefined,
      });
      await request(vendor, "POST", "/api/v2/series", { json: { series: [series] }, expects: "errors[]" });
      return { ...none, accepted: 1 };
    }
    case "Create Event": {
      const event = filled({
        title: params.title,
        text: params.text,
        alert_type: params.alertType || "info",
        tags,
        host: params.host,
        aggregation_key: params.aggregationKey,
      });
      const answer = await request(vendor, "POST", "/api/v1/events", { json: event, expects: "event.id" });
      return { ...none, id: String(answer.event.id_str ?? answer.event.id), url: answer.event.url ?? null };
    }
    case "Send Logs": {
      // A text that is no JSON is a log itself.
      const isPlain = typeof params.logs === "string" && !/^\s*[[{"]/.test(params.logs);
      const given = isPlain ? params.logs : json(params.logs, "logs");
      const common = filled({
        service: params.service,
        ddsource: params.source,
        hostname: params.host,
        ddtags: tags.join(","),
      });
      const logs = (Array.isArray(given) ? given : [given]).map((log) => ({
        ...common,
        ...(typeof log === "object" && log !== null ? log : { message: String(log) }),
      }));
      const intake = { ...vendor, base: params.logsUrl || `https://http-intake.logs.${site}` };
      await request(intake, "POST", "/api/v2/logs", { json: logs });
      return { ...none, accepted: logs.length };
    }
    case "List Monitors": {
      const headers = { "dd-application-key": actionSecret(env, "DATADOG_APP_KEY") };
      const size = Math.min(limitOf(params.limit), 100);
      const { items, hasMore } = await collect(limitOf(params.limit), async (page: number = 0) => {
        const query = { name: params.name, tags: tags.join(","), page, page_size: size };
        const monitors = await request(vendor, "GET", "/api/v1/monitor", { query, headers, expects: "[]" });
        return { items: monitors as any[], next: monitors.length > 0 && page + 1 };
      });
      return { ...none, monitors: items.map(monitorOf), hasMore };
    }
    case "Query Metrics": {
      // https://docs.datadoghq.com/api/latest/metrics/#query-timeseries-points
      const headers = { "dd-application-key": actionSecret(env, "DATADOG_APP_KEY") };
      const to = numberOf(params.to, "to") ?? Math.floor(Date.now() / 1_000);
      const from = numberOf(params.from, "from") ?? to - 3_600;
      const query = { query: required(params.query, "query"), from, to };
      const { series } = await request(vendor, "GET", "/api/v1/query", { query, headers, expects: "series[]" });
      return {
        ...none,
        series: series.map(({ metric, scope, pointlist }: any) => ({ metric, scope, points: pointlist })),
      };
    }
    default:
      throw unknownAction("Datadog", params.action);
  }
}
