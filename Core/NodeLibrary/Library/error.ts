/** What a vendor, or this node, says went wrong. */
export interface Failure {
  /** The vendor's own name for it. */
  code?: string | number | null;
  message?: string | null;
  status?: number;
  /** Whether another attempt can succeed; `false` ends the step. */
  retryable?: boolean;
  /** How many seconds the vendor asks to wait. */
  retryAfter?: number;
}

/** Values that `secret` has read: no message holds them. */
const known = new Set<string>();

/** A text without the value of any secret; before it is cut, or a part of one stays. */
export function withoutSecrets(text: string): string {
  let clean = text;
  for (const value of known) clean = clean.replaceAll(value, "***");
  return clean;
}

/** Keeps a text that has a secret in it out of every message. A shorter text is no secret, and would be found in many. */
export function concealed(text: string): string {
  if (text.length >= 6) known.add(text);
  return text;
}

/** Ends a step, or an attempt of it. The message names the vendor, its code and the HTTP status, and holds no secret. */
export class NodeError extends Error {
  override name = "NodeError";
  readonly status?: number;
  readonly code?: string;
  readonly retryable: boolean;
  readonly retryAfter?: number;

  constructor(who: string, failure: Failure) {
    const { status, code, message } = failure;
    const details = [code, status && `HTTP ${status}`].filter(Boolean).join(", ");
    super(withoutSecrets(`${who}: ${message || "it failed"}${details && ` (${details})`}`));
    this.status = status;
    if (code !== undefined && code !== null) this.code = String(code);
    this.retryable = failure.retryable ?? false;
    this.retryAfter = failure.retryAfter;
  }
}

/** For an answer that is not what the vendor's documentation says: another attempt may get a right one. */
export function malformed(who: string, status?: number, retryable = true): NodeError {
  const message = "the answer is not what it should be";
  return new NodeError(who, { code: "malformed", message, status, retryable });
}

/** The value of a secret variable; its name must be written out, so that a deploy knows what it needs. */
export function secret(env: Record<string, any>, name: string): string {
  const value = env[name];
  if (typeof value !== "string" || value === "") {
    throw new NodeError(name, { message: "this variable is not set" });
  }
  return concealed(value);
}

/** The value of a secret that only some of a node's actions need: a deploy does not ask for it, a run that needs it does. */
export function actionSecret(env: Record<string, any>, name: string): string {
  return secret(env, name);
}

/** A text that becomes part of a step's value, of which providers keep about 1 MiB: one that is longer is refused. */
export function keepable(who: string, text: string): string {
  const { length } = new TextEncoder().encode(text);
  if (length > 1_000_000) {
    throw new NodeError(who, { code: "too_long", message: `${length} bytes are more than a step can keep` });
  }
  return text;
}
