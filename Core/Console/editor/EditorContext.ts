import { createContext, useContext, useSyncExternalStore } from "react";
import type { Diagnostic, WorkflowOverview } from "../api/types";
import type { TypeFacts } from "../canvas/Canvas";
import type { EditorStore } from "../document/EditorStore";
import type { History } from "../document/history";
import type { Samples } from "../document/samples";
import type { NodeTypes } from "./nodeTypes";
import type { Tests } from "./useTests";

/** What all parts of the editor share. */
export interface EditorParts {
  readonly store: EditorStore;
  readonly workflow: WorkflowOverview;
  readonly types: NodeTypes;
  readonly facts: ReadonlyMap<string, TypeFacts>;
  readonly problems: readonly Diagnostic[];
  /** Names of the environment's variables. */
  readonly variables: readonly string[];
  readonly isDeployed: boolean;
  readonly tests: Tests;
  /** What nodes have returned. */
  readonly samples: Samples;
}

export const EditorContext = createContext<EditorParts | null>(null);

export function useEditor(): EditorParts {
  const parts = useContext(EditorContext);
  if (!parts) throw new Error("The component is not in an editor.");
  return parts;
}

export function useHistory(store: EditorStore): History {
  return useSyncExternalStore(store.subscribe, store.snapshot);
}
