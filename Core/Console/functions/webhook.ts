import { isObject } from "../document/json";
import { type RequestMethod, requestMethods } from "./requestMethods";

/** A request as a webhook expects it. */
export interface WebhookRequest {
  method: RequestMethod;
  path: string;
  /** One a line. */
  headers: string;
}

/** What the trigger of a document answers; `null` for one that no request starts. */
export function webhookRequest(document: unknown): WebhookRequest | null {
  const trigger = isObject(document) ? document.trigger : undefined;
  if (!isObject(trigger) || trigger.type !== "http") return null;
  const auth = isObject(trigger.auth) ? trigger.auth : {};
  // Nobody may call it.
  if (auth.type === "closed") return null;
  const path = typeof trigger.path === "string" ? trigger.path : "";
  return {
    method: requestMethods.find((one) => one === trigger.method) ?? "POST",
    path: `/${path.replace(/^\//, "")}`,
    headers: ["Content-Type: application/json", ...(auth.type === "bearer" ? ["Authorization: Bearer "] : [])].join(
      "\n",
    ),
  };
}
