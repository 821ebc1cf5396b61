// The module "cloudflare:workers" of deployed programs.

class Entrypoint {
  constructor(protected readonly ctx: unknown, protected readonly env: unknown) {}
}

export class WorkflowEntrypoint extends Entrypoint {}
export class WorkerEntrypoint extends Entrypoint {}
export class DurableObject extends Entrypoint {}
export class RpcTarget {}

/** The variables and bindings; there is one deployment a process. */
export const env: Record<string, unknown> = {};

/** Work that goes on after an answer goes on by itself here. */
export function waitUntil(work: Promise<unknown>): void {
  work.catch((error) => console.error(error));
}
