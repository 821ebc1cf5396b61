// What the host and the shim say to each other. Values travel as JSON texts, so that the host keeps them as
// they are; an absent one is `undefined`.

/** An error as the journal keeps it. */
export interface Failure {
  name: string;
  message: string;
  retryable: boolean;
  /** Lines of the deployed module in the error's stack, innermost first. */
  lines: number[];
}

export type HostMessage =
  | {
    op: "load";
    service: string;
    className: string;
    env: Record<string, string>;
    workflows: string[];
    nodeModules: boolean;
  }
  | { op: "start"; run: number; instance: string; payload: string; timestamp: number }
  | { op: "drop"; run: number }
  | { op: "ping" }
  | Answer;

/** Says how a call goes on. */
export type Answer =
  | { op: "attempt"; call: number; attempt: number }
  | { op: "value"; call: number; value?: string }
  | { op: "error"; call: number; error: Failure };

export type StepRequest =
  & { type: "step"; run: number; key: string; name: string }
  & (
    | { kind: "do"; limit: number; delay: number; backoff: string }
    | { kind: "sleep"; until: number }
    | { kind: "wait"; event: string; timeout: number }
  );

export interface BindingRequest {
  type: "binding";
  binding: string;
  method: "create" | "status" | "sendEvent" | "pause" | "resume" | "terminate" | "restart";
  instance?: string;
  event?: string;
  value?: string;
}

export type WorkerMessage =
  | { type: "loaded" }
  | { type: "refused"; message: string; lines: number[] }
  | (StepRequest & { call: number })
  | (BindingRequest & { call: number })
  | { type: "attempted"; run: number; call: number; value?: string; error?: Failure }
  | { type: "ended"; run: number; value?: string; error?: Failure }
  | { type: "pong" };
