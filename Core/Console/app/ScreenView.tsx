import { type ComponentType, lazy, Suspense } from "react";
import { connection } from "../api/connection";
import { EmptyState } from "../components/EmptyState";
import { Skeleton } from "../components/Loading";
import { Page } from "../components/Page";
import { ButtonLink } from "../components/Button";
import { texts } from "../texts";
import { ErrorBoundary } from "./ErrorBoundary";
import { findRoute, type Route } from "./router";
import type { ScreenLoader, ScreenProps } from "./routes";

const components = new Map<ScreenLoader, ComponentType<ScreenProps>>();

function componentOf(load: ScreenLoader): ComponentType<ScreenProps> {
  const known = components.get(load);
  if (known) return known;
  const made = lazy(() => loadScreen(load));
  components.set(load, made);
  return made;
}

/** Loads the module of a screen, also over a time in which the server is away. */
async function loadScreen(load: ScreenLoader): Promise<{ default: ComponentType<ScreenProps> }> {
  try {
    return await load();
  } catch (error) {
    await connection.retry();
    // With a server that responds, the module is gone: another build has other names.
    if (connection.current !== "offline") throw error;
    await connection.whenReached();
    return await load();
  }
}

/** The screen of a path. */
export function ScreenView({ routes, path }: { routes: readonly Route<ScreenLoader>[]; path: string }) {
  const match = findRoute(routes, path);
  if (!match) {
    return (
      <Page title={texts.common.notFound}>
        <EmptyState
          icon="help"
          title={path}
          actions={<ButtonLink to="/workflows" kind="primary">{texts.common.toWorkflows}</ButtonLink>}
        />
      </Page>
    );
  }
  const Screen = componentOf(match.value);
  return (
    <ErrorBoundary key={path}>
      <Suspense
        fallback={
          <div className="page">
            <Skeleton lines={5} />
          </div>
        }
      >
        <Screen params={match.params} />
      </Suspense>
    </ErrorBoundary>
  );
}
