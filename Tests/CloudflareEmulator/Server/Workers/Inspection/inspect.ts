// Loads a Worker's main module as an upload does, and tells what it exports. With the argument `node`, its code may import
// Node's modules.
import { loadNodeModules } from "./node-modules.ts";

const { exit } = Deno;
const print = Deno.stdout.writeSync.bind(Deno.stdout);
const platform = await import("cloudflare:workers");
const KINDS: [string, string][] = [
  ["WorkflowEntrypoint", "workflow"],
  ["WorkerEntrypoint", "worker"],
  ["DurableObject", "durable-object"],
];
const HANDLERS = ["fetch", "scheduled", "queue", "email", "tail", "trace", "alarm"];

// Standard output carries the result.
console.log = console.info = console.debug = console.error;
if (Deno.args.includes("node")) await loadNodeModules();
for (const name of ["Deno", "Worker"]) Reflect.deleteProperty(globalThis, name);

function tell(result: unknown): never {
  print(new TextEncoder().encode(JSON.stringify(result)));
  exit(0);
}

function handlersOf(value: unknown): string[] {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return [];
  const target = (typeof value === "function" ? value.prototype : value) as Record<string, unknown>;
  return HANDLERS.filter((name) => typeof target?.[name] === "function");
}

function kindOf(value: unknown): string {
  if (typeof value !== "function") return "object";
  const kind = KINDS.find(([name]) => value.prototype instanceof (platform as Record<string, any>)[name]);
  return kind?.[1] ?? "class";
}

try {
  const module: Record<string, unknown> = await import("emulator:worker");
  const { default: main, ...others } = module;
  const named = Object.entries(others)
    .filter(([, value]) => typeof value === "function" || (typeof value === "object" && value !== null))
    .map(([name, value]) => ({ name, kind: kindOf(value), handlers: handlersOf(value) }));
  tell({ handlers: handlersOf(main), named });
} catch (error) {
  tell({ error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
}
