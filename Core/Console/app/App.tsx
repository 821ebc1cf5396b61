import { AccountGate } from "./AccountGate";
import { ErrorBoundary } from "./ErrorBoundary";
import { usePath } from "./location";
import { findRoute, splitScope } from "./router";
import { openRoutes, routes } from "./routes";
import { ScreenView } from "./ScreenView";
import { Shell } from "./Shell";
import { Toasts } from "./Toasts";

export function App() {
  const path = usePath();
  const isOpen = findRoute(openRoutes, path) !== null;
  return (
    <ErrorBoundary>
      {isOpen ? <ScreenView routes={openRoutes} path={path} /> : (
        <AccountGate>
          <Shell>
            <ScreenView routes={routes} path={splitScope(path)?.rest ?? path} />
          </Shell>
        </AccountGate>
      )}
      <Toasts />
    </ErrorBoundary>
  );
}
