import { ApiError } from "../api/ApiError";
import { errorOf } from "../api/client";
import { connection } from "../api/connection";
import { randomKey } from "../api/randomKey";
import { urlOf } from "../api/url";

/**
 * Begins a deploy and returns its id as soon as the server has one. The deploy goes on without this request: its
 * events are followed at their own address, also after a reload.
 */
export async function startDeploy(workflowId: string, connectionId: string, versionId: string): Promise<string> {
  const controller = new AbortController();
  let response: Response;
  try {
    response = await fetch(urlOf("/api/workflows/{workflowId}/deploy-stream", { workflowId }), {
      method: "POST",
      headers: { Accept: "text/event-stream", "Content-Type": "application/json", "Idempotency-Key": randomKey() },
      body: JSON.stringify({ connectionId, versionId }),
      signal: controller.signal,
    });
  } catch {
    connection.lost();
    throw new ApiError(0, null);
  }
  if (!response.ok) {
    const error = await errorOf(response);
    if (error.status === 401) connection.signedOut();
    throw error;
  }
  const id = /\/deployments\/([^/]+)\/events/.exec(response.headers.get("Content-Location") ?? "")?.[1];
  controller.abort();
  if (!id) throw new Error("The server did not name the deployment.");
  return id;
}
