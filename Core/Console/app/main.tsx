import { createRoot } from "react-dom/client";
import { App } from "./App";
import { findRoute, splitScope } from "./router";
import { routes } from "./routes";
import { followTheme } from "./theme";

followTheme();
// The screen's module is loaded beside the account; an error is shown when the screen itself needs it.
findRoute(routes, splitScope(location.pathname)?.rest ?? "")?.value().catch(() => {});
const root = document.getElementById("root");
if (root) createRoot(root).render(<App />);
