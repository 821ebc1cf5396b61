import { use } from "./use.ts";
import { json } from "./values.ts";

interface CreateOptions {
  id?: string;
  params?: unknown;
}

/** "Workflows: Workers API" of Cloudflare's documentation. */
const longestBatch = 100;

/** A workflow as a member of `env`. */
export class WorkflowBinding {
  constructor(private readonly binding: string) {}

  async create(options: CreateOptions = {}): Promise<WorkflowInstance> {
    const instance = described(options);
    await use(this.binding, "create", instance);
    return new WorkflowInstance(this.binding, instance.id);
  }

  /** Those whose id there is already are left out, of the work and of what is returned. */
  async createBatch(batch: CreateOptions[]): Promise<WorkflowInstance[]> {
    if (!Array.isArray(batch) || batch.length === 0 || batch.length > longestBatch) {
      throw new TypeError(`A batch has 1 to ${longestBatch} instances`);
    }
    const created = await use(this.binding, "createBatch", { instances: batch.map(described) }) as string[];
    return created.map((id) => new WorkflowInstance(this.binding, id));
  }

  async get(id: string): Promise<WorkflowInstance> {
    const instance = new WorkflowInstance(this.binding, id);
    await instance.status();
    return instance;
  }
}

function described({ id = crypto.randomUUID(), params = {} }: CreateOptions): { id: string; params?: string } {
  return { id, params: json(params, "The parameters") };
}

class WorkflowInstance {
  constructor(private readonly binding: string, readonly id: string) {}

  status(): Promise<unknown> {
    return use(this.binding, "status", { id: this.id });
  }

  async sendEvent({ type, payload }: { type: string; payload?: unknown }): Promise<void> {
    await use(this.binding, "sendEvent", { id: this.id, type, payload: json(payload, `The event "${type}"`) });
  }

  async pause(): Promise<void> {
    await use(this.binding, "pause", { id: this.id });
  }

  async resume(): Promise<void> {
    await use(this.binding, "resume", { id: this.id });
  }

  async terminate(): Promise<void> {
    await use(this.binding, "terminate", { id: this.id });
  }

  async restart(options?: unknown): Promise<void> {
    if (options !== undefined) throw new TypeError("A restart from a step is not offered on this machine");
    await use(this.binding, "restart", { id: this.id });
  }
}
