/** The organization and project that requests of this page are about. */
export interface Scope {
  organizationId: string;
  projectId: string;
}

let current: Partial<Scope> = {};

export function setScope(scope: Partial<Scope>): void {
  current = scope;
}

export function currentScope(): Partial<Scope> {
  return current;
}
