import { code, element } from "./elements.js";
import { prose, inline } from "./prose.js";
import { limits, schemaView, type } from "./schema.js";
import { curl } from "./curl.js";

const methods = ["get", "post", "put", "patch", "delete"];

export function operations(description) {
  return Object.entries(description.paths).flatMap(([path, item]) =>
    methods.filter((method) => item[method]).map((method) => ({ path, method, ...item[method] })));
}

export function operationArticle(operation, description) {
  const { operationId, method, path, summary } = operation;
  const parameters = (operation.parameters ?? []).map((parameter) => resolved(parameter, description));
  return element("article", { id: operationId, "data-search": `${method} ${path} ${summary} ${operation.tags}` },
    element("h3", {}, element("a", { class: "anchor", href: `#${operationId}` }, summary)),
    element("p", { class: "route" }, element("span", { class: `method ${method}` }, method),
      element("code", {}, ...breakable(path))),
    access(operation.security),
    ...(operation.description ? prose(operation.description) : []),
    parameterList("Path", parameters.filter((parameter) => parameter.in === "path")),
    parameterList("Query", parameters.filter((parameter) => parameter.in === "query")),
    parameterList("Headers", parameters.filter((parameter) => parameter.in === "header")),
    body(operation, description),
    element("h4", {}, "Request"), code(curl(operation), `a request for: ${summary}`),
    ...answers(operation, description));
}

function resolved(value, description) {
  if (!value.$ref) return value;
  return value.$ref.slice(2).split("/").reduce((found, name) => found[name], description);
}

/** Long paths break after a slash, not within a word. */
function breakable(path) {
  return path.split(/(?<=\/)/).flatMap((part) => [part, element("wbr", {})]);
}

function access(security) {
  const kinds = Object.assign({}, ...security);
  const words = [];
  if (kinds.apiKey) words.push(`API key with ${kinds.apiKey.join(" and ")}`);
  if (kinds.session) words.push(kinds.session.length > 0 ? `session with the role ${kinds.session}` : "session");
  return element("p", { class: "access" }, words.length > 0 ? words.join(", or ") : "open to anybody");
}

function parameterList(title, parameters) {
  if (parameters.length === 0) return null;
  return element("div", {}, element("h4", {}, `${title} ${title === "Headers" ? "" : "parameters"}`.trim()),
    element("dl", { class: "members" }, ...parameters.flatMap(({ name, required, schema, description }) => [
      element("dt", {}, element("code", {}, name), " ", element("span", { class: "type" }, ...type(schema)),
        required ? element("span", { class: "required" }, "required") : null),
      element("dd", {}, element("p", {}, ...inline(description)), ...limits(schema)),
    ])));
}

function body(operation, description) {
  const content = operation.requestBody?.content["application/json"];
  if (!content) return null;
  return element("div", {}, element("h4", {}, "Body"), element("p", { class: "type" }, ...type(content.schema)),
    schemaView(resolved(content.schema, description)));
}

function answers(operation, description) {
  const all = Object.entries(operation.responses);
  const good = all.filter(([status]) => status.startsWith("2"));
  const bad = all.filter(([status]) => !status.startsWith("2"));
  return [
    element("h4", {}, "Answers"),
    ...good.map(([status, answer]) => success(status, answer, operation)),
    element("details", { class: "errors" },
      element("summary", {}, `Errors: ${bad.map(([status]) => status).join(", ")}`),
      element("dl", { class: "statuses" }, ...bad.flatMap(([status, answer]) =>
        [element("dt", {}, status), element("dd", {}, ...inline(answer.description))])),
      element("p", {}, "Every error is a ", element("a", { href: "#schema-Problem" }, "Problem"), ".")),
  ];
}

function success(status, answer, operation) {
  const [[kind, content] = []] = Object.entries(answer.content ?? {});
  return element("div", { class: "answer" },
    element("p", {}, element("span", { class: "status" }, status), " ", ...inline(answer.description),
      kind && kind !== "application/json" ? element("code", {}, kind) : null),
    content?.schema && kind !== "*/*" ? element("p", { class: "type" }, ...type(content.schema)) : null,
    content?.example !== undefined
      ? element("details", {}, element("summary", {}, "Example"),
        code(JSON.stringify(content.example, null, 2), `an answer to: ${operation.summary}`))
      : null);
}
