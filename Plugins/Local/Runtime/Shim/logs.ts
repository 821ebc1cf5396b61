import { activity } from "./activity.ts";
import { send, sendNow } from "./channel.ts";
import type { LogLevel } from "./messages.ts";
import { neutral } from "./paths.ts";

/** Characters of a line that are kept. */
const longestLine = 4096;
const inspect = Deno.inspect;
const { error: print } = console;

/**
 * What a run prints goes to the host, at once: the next thing that the program does may be to run away. What is
 * printed elsewhere goes to standard error, as standard output carries messages.
 */
function logger(level: LogLevel): (...values: unknown[]) => void {
  return (...values) => {
    const run = activity()?.run?.id;
    if (run === undefined) return print(...values);
    const text = neutral(values.map((value) => typeof value === "string" ? value : inspect(value)).join(" "));
    send({ type: "log", run, level, text: text.length > longestLine ? `${text.slice(0, longestLine)}…` : text });
    sendNow();
  };
}

export function takeConsole(): void {
  console.debug = console.trace = logger("debug");
  console.log = console.info = logger("info");
  console.warn = logger("warning");
  console.error = logger("error");
}
