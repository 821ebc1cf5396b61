// Runs one generated module as the request on standard input says, and prints what came of it as JSON.

import {
  type Canned,
  echoServer,
  serviceBinding,
  type States,
  type Subscribed,
  type Subscriptions,
  workflowBinding,
} from "./bindings.ts";
import { RecordedSteps } from "./steps.ts";

interface Request_ {
  module: string;
  className?: string;
  call: "run" | "fetch" | "queue" | "scheduled";
  payload?: unknown;
  /** Of the run; "run-1" when absent. */
  instanceId?: string;
  /** Whether UUIDs are real ones. */
  randomIds?: boolean;
  env?: Record<string, unknown>;
  events?: Record<string, unknown>;
  workflows?: Record<string, States | null>;
  /** The answer to the first start of another workflow is lost. */
  isForgetful?: boolean;
  /** Without it workflows have no subscriptions. */
  subscriptions?: Subscriptions;
  services?: string[];
  /** The run is made again with the results of its steps. */
  replays?: boolean;
  /** What the server at `env.BASE` responds with at `/next`. */
  answers?: Canned[];
  /** A body in base64 is sent as these bytes. */
  request?: { method: string; url: string; headers?: [string, string][]; body?: string; base64?: string };
}

const input: Request_ = JSON.parse(await new Response(Deno.stdin.readable).text());
const requests: unknown[] = [];
const server = echoServer(requests, input.answers ?? [{}]);
const base = `http://127.0.0.1:${server.addr.port}`;
const created: unknown[] = [];
const sent: unknown[] = [];
const subscribed: Subscribed[] = [];
const env: Record<string, unknown> = { BASE: base, ...input.env };
for (const [name, states] of Object.entries(input.workflows ?? {})) {
  env[name] = workflowBinding(
    created,
    states ?? undefined,
    input.isForgetful ?? false,
    input.subscriptions,
    subscribed,
  );
}
for (const name of input.services ?? []) env[name] = serviceBinding();

// What nothing comes for is not waited for in a test.
if (input.subscriptions === "hang") {
  const { setTimeout } = globalThis;
  globalThis.setTimeout = ((body: () => void, _: number, ...values: []) =>
    setTimeout(body, 0, ...values)) as typeof setTimeout;
}

// Numbered, so that what a program gives can be expected.
let ids = 0;
if (!input.randomIds) {
  crypto.randomUUID = () => `instance-${++ids}` as ReturnType<typeof crypto.randomUUID>;
}

const steps = new RecordedSteps(input.events ?? {});
const output: Record<string, unknown> = {};
try {
  const module = await import(input.module);
  const handler = module.default;
  switch (input.call) {
    case "run": {
      const workflow = new module[input.className!]({}, env);
      const event = { payload: input.payload, timestamp: new Date(0), instanceId: input.instanceId ?? "run-1" };
      output.result = await workflow.run(event, steps);
      if (input.replays) {
        const again = new module[input.className!]({}, env);
        output.replayed = await again.run(event, new RecordedSteps(input.events ?? {}, steps.results));
      }
      break;
    }
    case "fetch": {
      const { method, url, headers, body, base64 } = input.request!;
      const bytes = base64 === undefined ? body : Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0));
      const response = await handler.fetch(new Request(url, { method, headers, body: bytes }), env, {});
      output.status = response.status;
      output.headers = Object.fromEntries(response.headers);
      output.body = await response.text();
      break;
    }
    case "queue":
      await handler.queue({ ...(input.payload as object), seen: sent }, env, {});
      break;
    case "scheduled":
      await handler.scheduled({ cron: "0 9 * * *", scheduledTime: 5 }, env, {});
      break;
  }
  output.handlers = Object.keys(handler ?? {});
} catch (error) {
  const { name, message } = error as Error;
  output.error = { name, message };
}
await server.shutdown();
console.log(JSON.stringify({ ...output, steps: steps.records, created, sent, requests, subscribed }));
