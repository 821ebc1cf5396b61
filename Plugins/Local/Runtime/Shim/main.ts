// Runs the instances of one deployment: what the host sends in, what happens out. Deno gives the process no
// permission but the network and its own code; the program does not see Deno either.
import { binding } from "./bindings.ts";
import { isAnswerDue, settle } from "./calls.ts";
import { identify, receive, send, sendNow } from "./channel.ts";
import * as workers from "./cloudflare-workers.ts";
import { reporting } from "./egress.ts";
import { type Entrypoint, isEntrypointClass } from "./entrypoint.ts";
import { cut, linesOf } from "./failures.ts";
import { abandon, invoke, isHandling } from "./handlers.ts";
import { limitHeaders } from "./headers.ts";
import { takeConsole } from "./logs.ts";
import type { HostMessage } from "./messages.ts";
import {
  loadNodeModules,
  removeDatagrams,
  removeFileDescriptors,
  removeHeapSnapshots,
  removeSignals,
  removeStandardStreams,
  removeThreads,
} from "./node-modules.ts";
import { takeNetwork, takeSockets } from "./network.ts";
import { hidePaths } from "./paths.ts";
import { OwnMap } from "./primordials.ts";
import { type Entry, Run } from "./run.ts";
import { offerRuntime } from "./runtime.ts";
import { isWorking } from "./step.ts";
import { tunnelSockets } from "./sockets.ts";
import * as streams from "./streams.ts";
import { offerWorkerInterfaces } from "./web.ts";

const { exit } = Deno;
/** Characters of why a module does not load. */
const longestRefusal = 32 * 1024;
const runs = new OwnMap<number, Run>();
let entry: Entry;
let exported: Entrypoint = {};
let service = "";

takeConsole();
globalThis.fetch = reporting(fetch);
takeNetwork();
offerRuntime();
offerWorkerInterfaces();

// Nobody awaits what failed here; the program goes on, as it does on Cloudflare.
globalThis.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  console.error("Unhandled rejection:", event.reason);
});
globalThis.addEventListener("error", (event) => {
  event.preventDefault();
  console.error("Uncaught:", event.error);
});

async function load(message: HostMessage & { op: "load" }): Promise<void> {
  identify(message.token);
  hidePaths(message.module, message.folder);
  limitHeaders(message.headers);
  if (message.nodeModules) await loadNodeModules();
  if (message.proxy !== undefined) {
    takeSockets();
    tunnelSockets(new URL(message.proxy));
  }
  removeThreads();
  removeDatagrams();
  removeFileDescriptors();
  removeHeapSnapshots();
  removeSignals();
  removeStandardStreams();
  // A web worker would have Deno again; storage and caches are Deno's own, and all deployments would share them.
  for (const name of ["Deno", "Worker", "localStorage", "sessionStorage", "caches"]) {
    Reflect.deleteProperty(globalThis, name);
  }
  Object.assign(workers.env, message.env);
  for (const [name, kind] of Object.entries(message.bindings)) workers.env[name] = binding(kind, name);
  Object.freeze(workers.env);
  service = message.service;
  // A prototype that the program changes would be asked for what a message does not have.
  const { module: address, className } = message;
  send({ type: "ready" });
  // Before anything of the program can end the process.
  sendNow();
  try {
    // Deno lets modules that it knows of when it starts import any file of this machine; what is computed is held to
    // the permissions, with all that it imports.
    const module: Record<string, unknown> = await import(address);
    exported = (module.default ?? {}) as Entrypoint;
    if (className !== undefined) {
      entry = module[className] as Entry;
      if (!(entry?.prototype instanceof workers.WorkflowEntrypoint)) {
        throw new TypeError(`The module exports no class ${className} that extends WorkflowEntrypoint`);
      }
    } else if (!isEntrypointClass(exported) && typeof exported.fetch !== "function") {
      throw new TypeError("The module's default export has no fetch handler and extends no WorkerEntrypoint");
    }
    send({ type: "loaded" });
  } catch (error) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    send({ type: "refused", message: cut(message, longestRefusal), lines: linesOf(error) });
  }
}

function start({ run: id, instance, payload, timestamp, known, unfinished }: HostMessage & { op: "start" }): void {
  const run = new Run(id, known, unfinished);
  runs.set(id, run);
  const event = {
    payload: JSON.parse(payload),
    timestamp: new Date(timestamp),
    instanceId: instance,
    workflowName: service,
  };
  run.execute(entry, workers.env, event);
}

/** A run that is held may be answered only when it goes on. */
function isHeld(): boolean {
  let isAny = false;
  runs.forEach((run) => isAny ||= run.isHeld);
  return isAny;
}

await receive((message) => {
  switch (message.op) {
    case "load":
      return load(message);
    case "start":
      return start(message);
    case "hold": {
      const run = runs.get(message.run);
      if (run) run.isHeld = message.isHeld;
      if (message.isHeld) send({ type: "held", run: message.run });
      break;
    }
    case "drop":
      runs.get(message.run)?.drop();
      runs.delete(message.run);
      break;
    case "ping":
      send({ type: "pong" });
      break;
    case "invoke":
      invoke(message, exported, workers.env);
      break;
    case "abandon":
      abandon(message.call);
      break;
    case "stream":
      streams.handle(message);
      break;
    default:
      settle(message);
  }
}, () => isAnswerDue() && !isWorking() && !isHandling() && !isHeld());
exit(0);
