import type { ComponentType } from "react";
import type { Route } from "./router";

/** A screen receives the parameters of its path. */
export interface ScreenProps {
  params: Record<string, string>;
}

export type ScreenLoader = () => Promise<{ default: ComponentType<ScreenProps> }>;

/**
 * The screens within an organization and project. Each is a module of its own that is loaded when it is first shown, and
 * whose default export is the component; literal paths come before those with parameters.
 */
export const routes: Route<ScreenLoader>[] = [
  { path: "/workflows", value: () => import("../workflows/WorkflowsScreen") },
  { path: "/workflows/:workflowId/runs", value: () => import("../runs/WorkflowRunsScreen") },
  { path: "/workflows/:workflowId/runs/:runId", value: () => import("../runs/RunScreen") },
  { path: "/workflows/:workflowId", value: () => import("../editor/EditorScreen") },
  { path: "/workflows/:workflowId/versions", value: () => import("../versions/VersionsScreen") },
  { path: "/workflows/:workflowId/deploy", value: () => import("../deploy/DeployScreen") },
  { path: "/runs", value: () => import("../runs/RunsScreen") },
  { path: "/functions", value: () => import("../functions/FunctionsScreen") },
  { path: "/functions/:workflowId", value: () => import("../functions/FunctionScreen") },
  { path: "/marketplace", value: () => import("../marketplace/MarketplaceScreen") },
  { path: "/marketplace/:nodeId", value: () => import("../marketplace/NodeScreen") },
  { path: "/settings", value: () => import("../settings/SettingsScreen") },
  { path: "/settings/:section", value: () => import("../settings/SettingsScreen") },
];

/** The screens without one, from the root. */
export const openRoutes: Route<ScreenLoader>[] = [
  { path: "/sign-in", value: () => import("../session/SignInScreen") },
  { path: "/set-up", value: () => import("../session/SetUpScreen") },
  { path: "/sign-up", value: () => import("../session/SignUpScreen") },
];
