import { useEffect, useState } from "react";
import { ApiError } from "../api/ApiError";
import { send } from "../api/client";
import type { DeployPreview } from "../api/types";

export interface Preview {
  value?: DeployPreview;
  error?: unknown;
  /** Names that must have a value before the deploy. */
  missing: readonly string[];
  isLoading: boolean;
  /** The provider cannot tell; a deploy is possible nevertheless. */
  isUnsupported?: boolean;
}

/** What a deploy would change; `attempt` asks again. */
export function usePreview(workflowId: string, connectionId: string, versionId: string, attempt: number): Preview {
  const [preview, setPreview] = useState<Preview & { key?: string }>({ missing: [], isLoading: true });
  const key = `${workflowId} ${connectionId} ${versionId} ${attempt}`;
  useEffect(() => {
    if (!connectionId || !versionId) return;
    const controller = new AbortController();
    const path = { workflowId }, body = { connectionId, versionId };
    send("post", "/api/workflows/{workflowId}/deploy-preview", { path, body }, {
      signal: controller.signal,
      isQuery: true,
    }).then(
      (value) => setPreview({ value, missing: [], isLoading: false, key }),
      (error) => {
        if (controller.signal.aborted) return;
        if (error instanceof ApiError && error.code === "provider.unsupported") {
          return setPreview({ missing: [], isLoading: false, isUnsupported: true, key });
        }
        const missing = missingNames(error);
        setPreview({ missing, isLoading: false, key, ...(missing.length ? {} : { error }) });
      },
    );
    return () => controller.abort();
  }, [key]);
  return preview.key === key ? preview : { missing: [], isLoading: true };
}

function missingNames(error: unknown): readonly string[] {
  if (!(error instanceof ApiError) || error.code !== "deploy.missingEnvironment") return [];
  const details = error.problem?.details ?? [];
  return details.map((detail) => detail.pointer.split("/").pop() ?? "").filter((name) =>
    /^[A-Z][A-Z0-9_]*$/.test(name)
  );
}
