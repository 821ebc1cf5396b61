export interface Route<T> {
  /** With `:name` for a parameter: `/workflows/:workflowId`. */
  path: string;
  value: T;
}

export interface Match<T> {
  value: T;
  params: Record<string, string>;
}

/** The first route that matches a path; routes with literal parts come before those with parameters. */
export function findRoute<T>(routes: readonly Route<T>[], path: string): Match<T> | null {
  for (const route of routes) {
    const params = matchPath(route.path, path);
    if (params) return { value: route.value, params };
  }
  return null;
}

/** The parameters of a path, or `null` if it does not match the pattern. */
export function matchPath(pattern: string, path: string): Record<string, string> | null {
  const [wanted, given] = [segments(pattern), segments(path)];
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    if (!part.startsWith(":")) {
      if (part !== value) return null;
      continue;
    }
    const decoded = decode(value);
    if (decoded === null) return null;
    params[part.slice(1)] = decoded;
  }
  return params;
}

export interface ScopedPath {
  organization: string;
  project: string;
  /** The rest, from `/`. */
  rest: string;
}

/** Splits `/o/acme/orders/workflows` into the slugs of its organization and project and the rest. */
export function splitScope(path: string): ScopedPath | null {
  const [mark, organization, project, ...rest] = segments(path);
  if (mark !== "o" || !organization || !project) return null;
  return { organization, project, rest: `/${rest.join("/")}` };
}

export function joinScope(organization: string, project: string, rest: string): string {
  return `/o/${encodeURIComponent(organization)}/${encodeURIComponent(project)}${rest}`;
}

function segments(path: string): string[] {
  return path.split("/").filter((part) => part !== "");
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
