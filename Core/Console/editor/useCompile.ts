import { useEffect, useRef, useState } from "react";
import { ApiError } from "../api/ApiError";
import { send } from "../api/client";
import { connection } from "../api/connection";
import type { Compiled, Diagnostic, WorkflowOverview } from "../api/types";
import type { EditorState } from "../document/model";
import { documentToSave } from "../document/open";

export interface Compilation {
  /** Of the last document without errors. */
  compiled: Compiled | undefined;
  problems: readonly Diagnostic[];
  isChecking: boolean;
  /** Why the document could not be checked. */
  error: unknown;
}

/** After the last change. */
const delay = 500;
/** Between two checks: a page alone stays far below 200 requests a minute. */
const interval = 2000;

/** Compiles the document on the server while it is edited; an older answer never replaces a newer one. */
export function useCompile(state: EditorState, workflow: WorkflowOverview): Compilation {
  const [result, setResult] = useState<Compilation>({
    compiled: undefined,
    problems: [],
    isChecking: true,
    error: undefined,
  });
  const last = useRef(0);
  const isEmpty = state.document.nodes.length === 0;
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (isEmpty) return setResult({ compiled: undefined, problems: [], isChecking: false, error: undefined });
    const controller = new AbortController();
    setResult((known) => known.isChecking ? known : { ...known, isChecking: true });
    const timer = setTimeout(async () => {
      last.current = Date.now();
      try {
        const { triggerCode, dependencies, kind, name } = workflow;
        const body = { ir: documentToSave(state) as never, kind, name, triggerCode, dependencies } as never;
        const compiled = await send("post", "/api/compile", { body }, { signal: controller.signal, isQuery: true });
        setResult({ compiled, problems: compiled.warnings, isChecking: false, error: undefined });
      } catch (error) {
        if (controller.signal.aborted) return;
        const details = error instanceof ApiError && error.status === 400 ? error.problem?.details ?? [] : undefined;
        setResult(({ compiled }) =>
          details
            ? { compiled, problems: details as readonly Diagnostic[], isChecking: false, error: undefined }
            : { compiled, problems: [], isChecking: false, error }
        );
      }
    }, Math.max(delay, last.current + interval - Date.now()));
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [state.document, isEmpty, workflow, attempt]);
  // A server that was restarted checks what could not be checked meanwhile.
  const hasFailed = result.error !== undefined;
  useEffect(() =>
    connection.subscribe(() => {
      if (hasFailed && connection.current === "online") setAttempt((count) => count + 1);
    }), [hasFailed]);
  return result;
}

/** The worst problem of each node. */
export function marksOf(problems: readonly Diagnostic[]): ReadonlyMap<string, string> {
  const marks = new Map<string, string>();
  for (const { nodeId, severity = "error" } of problems as readonly Partial<Diagnostic>[]) {
    if (!nodeId || severity === "info") continue;
    if (severity === "error" || !marks.has(nodeId)) marks.set(nodeId, severity);
  }
  return marks;
}
