// What generated modules use of the platform's module, with the platform's types.

export type WorkflowDuration = string | number;

export interface WorkflowEvent<Payload> {
  payload: Readonly<Payload>;
  timestamp: Date;
  instanceId: string;
}

export interface WorkflowStepConfig {
  retries?: {
    limit: number;
    delay: WorkflowDuration;
    backoff?: "constant" | "linear" | "exponential";
  };
  timeout?: WorkflowDuration;
}

export interface WorkflowStepContext {
  attempt: number;
}

/** What undoes a step. */
export interface WorkflowStepRollbackOptions {
  rollback: (context: unknown) => Promise<void>;
  rollbackConfig?: WorkflowStepConfig;
}

export interface WorkflowStep {
  do<Value>(
    name: string,
    callback: (context: WorkflowStepContext) => Promise<Value>,
    rollbackOptions?: WorkflowStepRollbackOptions,
  ): Promise<Value>;
  do<Value>(
    name: string,
    config: WorkflowStepConfig,
    callback: (context: WorkflowStepContext) => Promise<Value>,
    rollbackOptions?: WorkflowStepRollbackOptions,
  ): Promise<Value>;
  sleep(name: string, duration: WorkflowDuration): Promise<void>;
  sleepUntil(name: string, time: Date | number): Promise<void>;
  waitForEvent<Payload>(
    name: string,
    options: { type: string; timeout?: WorkflowDuration },
  ): Promise<{ payload: Payload; timestamp: Date; type: string }>;
}

export abstract class WorkflowEntrypoint<Env = unknown> {
  constructor(protected ctx: unknown, protected env: Env) {}

  abstract run(event: WorkflowEvent<unknown>, step: WorkflowStep): Promise<unknown>;
}

export abstract class DurableObject<Env = unknown> {
  constructor(protected ctx: unknown, protected env: Env) {}
}
