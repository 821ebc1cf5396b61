/** A command that calls an endpoint from a shell. */
export function curl({ method, path, parameters = [], requestBody, security }) {
  const needed = parameters.filter((parameter) => parameter.in === "query" && parameter.required);
  const query = needed.map(({ name }) => `${name}=$${shell(name)}`).join("&");
  const url = location.origin + path.replace(/\{(\w+)\}/g, (_, name) => `$${shell(name)}`) + (query ? `?${query}` : "");
  const parts = [`curl${method === "get" ? "" : ` -X ${method.toUpperCase()}`} "${url}"`];
  const kinds = Object.assign({}, ...security);
  if (kinds.apiKey) {
    parts.push('-H "Authorization: Bearer $MILLRACE_KEY"');
  } else if (kinds.session) {
    parts.push('-b "$COOKIE"', `-H "Origin: ${location.origin}"`);
  }
  const content = requestBody?.content["application/json"];
  if (content) {
    const body = JSON.stringify(content.example, null, 2).replaceAll("'", "'\\''");
    parts.push("-H 'Content-Type: application/json'", `-d '${body}'`);
  }
  return parts.join(" \\\n  ");
}

/** `workflowId` as a shell writes it: `WORKFLOW_ID`. */
function shell(name) {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
}
