import { Fragment, type ReactNode, useEffect, useState } from "react";
import { ApiError } from "../api/ApiError";
import { setScope } from "../api/scope";
import { EmptyState } from "../components/EmptyState";
import { ErrorMessage } from "../components/ErrorMessage";
import { Skeleton } from "../components/Loading";
import { setPerson } from "../session/person";
import { texts } from "../texts";
import {
  type Account,
  AccountContext,
  lastScope,
  loadOrganizations,
  loadProjects,
  loadUser,
  rememberScope,
} from "./account";
import { navigate, setBase, usePath } from "./location";
import { joinScope, splitScope } from "./router";

type State = { account: Account } | { error: unknown } | "loading" | "none";

/** Loads who is signed in and the organization and project of the address, before any screen is shown. */
export function AccountGate({ children }: { children: ReactNode }) {
  const path = usePath();
  const wanted = splitScope(path);
  const scopeKey = wanted ? `${wanted.organization}/${wanted.project}` : "";
  const [state, setState] = useState<State>("loading");
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    let isCurrent = true;
    findAccount(wanted ?? lastScope()).then((account) => {
      if (!isCurrent) return;
      if (!account) return setState("none");
      const base = joinScope(account.organization.slug, account.project.slug, "");
      setPerson(account.user.id);
      setScope({ organizationId: account.organization.id, projectId: account.project.id });
      setBase(base);
      rememberScope(account.organization.slug, account.project.slug);
      // The address names what is shown, also when it named something else that the user cannot see.
      const isShown = wanted?.organization === account.organization.slug && wanted.project === account.project.slug;
      if (!wanted && path !== "/") navigate(path + location.search, { replace: true });
      else if (!isShown || wanted.rest === "/") navigate("/workflows", { replace: true });
      setState({ account });
    }, (error) => {
      if (!isCurrent) return;
      if (error instanceof ApiError && error.status === 401) {
        const next = location.pathname === "/"
          ? ""
          : `?next=${encodeURIComponent(location.pathname + location.search)}`;
        return navigate(`~/sign-in${next}`, { replace: true });
      }
      setState({ error });
    });
    return () => {
      isCurrent = false;
    };
  }, [scopeKey, attempt]);

  if (state === "loading") {
    return (
      <div className="page">
        <Skeleton lines={6} />
      </div>
    );
  }
  if (state === "none") {
    return <EmptyState icon="user" title={texts.shell.noProject}>{texts.shell.noProjectHint}</EmptyState>;
  }
  if ("error" in state) {
    return (
      <div className="page">
        <ErrorMessage
          error={state.error}
          onRetry={() => {
            setState("loading");
            setAttempt(attempt + 1);
          }}
        />
      </div>
    );
  }
  return (
    <AccountContext.Provider value={state.account}>
      <Fragment key={state.account.project.id}>{children}</Fragment>
    </AccountContext.Provider>
  );
}

/** `null` for a user without an organization that has a project. */
async function findAccount(wanted: { organization: string; project: string } | null): Promise<Account | null> {
  const [user, organizations] = await Promise.all([loadUser(), loadOrganizations()]);
  const organization = organizations.find((one) => one.slug === wanted?.organization) ?? organizations[0];
  if (!organization) return null;
  const projects = await loadProjects(organization.id);
  const project = projects.find((one) => one.slug === wanted?.project) ?? projects[0];
  return project ? { user, organizations, organization, projects, project } : null;
}
