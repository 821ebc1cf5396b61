import { createContext, useContext } from "react";
import { request } from "../api/client";
import type { Organization, Person, Project, SignedIn } from "../api/types";
import { urlOf } from "../api/url";

/** Who uses the console, and what they may switch to. */
export interface Account {
  user: Person;
  organizations: Organization[];
  /** The current organization and its projects. */
  organization: Organization;
  projects: Project[];
  project: Project;
}

export const AccountContext = createContext<Account | null>(null);

/** The signed-in user with the current organization and project; for screens within one. */
export function useAccount(): Account {
  const account = useContext(AccountContext);
  if (!account) throw new Error("The screen is outside a project.");
  return account;
}

const key = "millrace.scope";

/** The slugs of the organization and project that were shown last in this browser. */
export function lastScope(): { organization: string; project: string } | null {
  const [organization, project] = (localStorage.getItem(key) ?? "").split("/");
  return organization && project ? { organization, project } : null;
}

export function rememberScope(organization: string, project: string): void {
  localStorage.setItem(key, `${organization}/${project}`);
}

export async function loadUser(): Promise<Person> {
  return ((await request("get", "/api/auth/session")).value as SignedIn).user;
}

export async function loadOrganizations(): Promise<Organization[]> {
  return (await allPages<Organization>("/api/organizations")).reverse();
}

/** The projects of any organization of the user: the current project is not among those of another one. */
export async function loadProjects(organizationId: string): Promise<Project[]> {
  return (await allPages<Project>("/api/projects", { organizationId, projectId: null })).reverse();
}

/** Every element, in the order of the API: newest first. */
async function allPages<T>(template: string, query: Record<string, unknown> = {}): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | null = null;
  do {
    const page: { data: T[]; nextCursor: string | null } =
      (await request("get", urlOf(template, {}, { limit: 100, ...query, cursor }))).value as never;
    all.push(...page.data);
    cursor = page.nextCursor;
  } while (cursor);
  return all;
}
