import { currentScope } from "./scope";

export type Values = Record<string, unknown>;

/**
 * The address of an operation: the template with its path parameters, the query, and the scope of the page for requests
 * below `/api` that have one.
 */
export function urlOf(template: string, path: Values = {}, query: Values = {}): string {
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(path[name] ?? "")));
  const items = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...scopeOf(template), ...query })) {
    if (value !== undefined && value !== null && value !== "") items.append(name, String(value));
  }
  const text = items.toString();
  return text ? `${filled}?${text}` : filled;
}

function scopeOf(template: string): Values {
  if (!template.startsWith("/api/") || template.startsWith("/api/auth/")) return {};
  const scope = { ...currentScope() };
  if (template.includes("{organizationId}")) delete scope.organizationId;
  if (template.includes("{projectId}")) delete scope.projectId;
  return scope;
}
