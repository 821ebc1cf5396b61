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
    /** See `identify`. */
    token: string;
    service: string;
    /** The address of its file. */
    module: string;
    folder: string;
    /** Absent for a function. */
    className?: string;
    env: Record<string, string>;
    bindings: Record<string, BindingKind>;
    nodeModules: boolean;
    /** That a request or a response may have. */
    headers: number;
    /** The address of the proxy, for programs that open sockets. */
    proxy?: string;
  }
  /**
   * `known` are the keys of the steps that the journal has: others begin without being asked for. `unfinished` are those
   * of them that have no outcome.
   */
  | {
    op: "start";
    run: number;
    instance: string;
    payload: string;
    timestamp: number;
    known: string[];
    unfinished: string[];
  }
  /** From now on the run's steps are asked for, or are not. */
  | { op: "hold"; run: number; isHeld: boolean }
  | { op: "drop"; run: number }
  | { op: "ping" }
  | { op: "invoke"; call: number; handler: Handler; value: string; body?: number }
  /** Nobody waits for the answer any more. */
  | { op: "abandon"; call: number }
  | { op: "stream" } & StreamMessage
  | Answer;

export type LogLevel = "debug" | "info" | "warning" | "error";

/** A handler of the module's default export; `rpc` is any method of it. */
export type Handler = "fetch" | "queue" | "scheduled" | "rpc";

/** What a member of `env` is. */
export type BindingKind =
  | "workflow"
  | "service"
  | "kv_namespace"
  | "d1"
  | "r2_bucket"
  | "queue"
  | "analytics_engine"
  | "tokens";

/** About a body that goes one way or the other, under the number that its sender gave it. */
export type StreamMessage =
  & { stream: number }
  & (
    | { kind: "chunk"; bytes: string }
    /** The last of a stream, also of one that was cancelled. */
    | { kind: "close"; error?: string }
    /** The receiver has room for another chunk. */
    | { kind: "more" }
    /** The receiver wants no more. */
    | { kind: "cancel" }
  );

/** Says how a call goes on. */
export type Answer =
  /** What was reported last is in the journal, and counts. */
  | { op: "saved"; call: number }
  | { op: "attempt"; call: number; attempt: number }
  | { op: "value"; call: number; value?: string }
  | { op: "error"; call: number; error: Failure };

export type StepRequest =
  & { type: "step"; run: number; key: string; name: string }
  & (
    | { kind: "do"; limit: number; delay: number; backoff: string }
    /** Until a time, or for so long by the host's clock; `child` is the run whose end it waits for. */
    | { kind: "sleep"; until?: number; length?: number; child?: string }
    | { kind: "wait"; event: string; timeout: number }
  );

/** A call of a member of `env`. */
export interface BindingRequest {
  type: "binding";
  /** The run or the invocation whose code asks. */
  run?: number;
  invocation?: number;
  binding: string;
  method: string;
  /** The arguments, as a JSON text. */
  value?: string;
  /** A stream of this side. */
  body?: number;
}

export type WorkerMessage =
  /** The module is loaded next. */
  | { type: "ready" }
  | { type: "loaded" }
  | { type: "refused"; message: string; lines: number[] }
  | (StepRequest & { call: number })
  /** A step that is not in the journal, and of which the first attempt runs or, with an outcome, ended. */
  | (StepRequest & { call: number; begun: true; value?: string; error?: Failure; done?: true })
  | (BindingRequest & { call: number })
  | { type: "log"; run: number; level: LogLevel; text: string }
  /** What is printed outside of runs. */
  | { type: "print"; level: LogLevel; text: string }
  /** The run begins no more steps by itself. */
  | { type: "held"; run: number }
  /** The arm that asked for the step is over, for a reason. */
  | { type: "cancelled"; run: number; call: number; reason?: string }
  | { type: "attempted"; run: number; call: number; value?: string; error?: Failure }
  | { type: "ended"; run: number; value?: string; error?: Failure }
  | { type: "answered"; call: number; value?: string; body?: number; error?: Failure }
  /** An invocation and all that it left to be done is over. */
  | { type: "finished"; call: number }
  | { type: "stream" } & StreamMessage
  | { type: "pong" };
