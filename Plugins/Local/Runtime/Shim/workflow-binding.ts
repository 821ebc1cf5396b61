import { ask } from "./calls.ts";
import { thrown } from "./failures.ts";
import type { BindingRequest } from "./messages.ts";
import { deserialize, serialize } from "./values.ts";

interface CreateOptions {
  id?: string;
  params?: unknown;
}

/** A workflow as a member of `env`. */
export class WorkflowBinding {
  constructor(private readonly binding: string) {}

  async create({ id = crypto.randomUUID(), params = {} }: CreateOptions = {}): Promise<WorkflowInstance> {
    const value = serialize(params, "The parameters");
    await call({ type: "binding", binding: this.binding, method: "create", instance: id, value });
    return new WorkflowInstance(this.binding, id);
  }

  createBatch(batch: CreateOptions[]): Promise<WorkflowInstance[]> {
    return Promise.all(batch.map((options) => this.create(options)));
  }

  async get(id: string): Promise<WorkflowInstance> {
    const instance = new WorkflowInstance(this.binding, id);
    await instance.status();
    return instance;
  }
}

class WorkflowInstance {
  constructor(private readonly binding: string, readonly id: string) {}

  status(): Promise<unknown> {
    return this.#call("status");
  }

  async sendEvent({ type, payload }: { type: string; payload?: unknown }): Promise<void> {
    await this.#call("sendEvent", { event: type, value: serialize(payload, `The event "${type}"`) });
  }

  async pause(): Promise<void> {
    await this.#call("pause");
  }

  async resume(): Promise<void> {
    await this.#call("resume");
  }

  async terminate(): Promise<void> {
    await this.#call("terminate");
  }

  async restart(): Promise<void> {
    await this.#call("restart");
  }

  #call(method: BindingRequest["method"], rest: Partial<BindingRequest> = {}): Promise<unknown> {
    return call({ type: "binding", binding: this.binding, method, instance: this.id, ...rest });
  }
}

async function call(request: BindingRequest): Promise<unknown> {
  const answer = await ask(request);
  if (answer.op === "error") throw thrown(answer.error);
  return answer.op === "value" ? deserialize(answer.value) : undefined;
}
