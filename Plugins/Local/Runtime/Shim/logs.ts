import { activity } from "./activity.ts";
import { send, sendNow } from "./channel.ts";
import type { LogLevel } from "./messages.ts";
import { neutral } from "./paths.ts";
import { OwnMap } from "./primordials.ts";

/** Characters of an entry that are kept. */
const longestEntry = 4096;
const inspect = Deno.inspect;
const now = performance.now.bind(performance);
/** Counters and timers that a program may have. */
const mostLabels = 1_000;

/**
 * What a program prints goes to the host, at once: the next thing that the program does may be to run away. Each call is an
 * entry of its own, with its level: lines of standard error would have none, and one of them could look like another's.
 */
function write(level: LogLevel, values: unknown[]): void {
  const run = activity()?.run?.id;
  const whole = neutral(values.map((value) => typeof value === "string" ? value : inspect(value)).join(" "));
  const text = whole.length > longestEntry ? `${whole.slice(0, longestEntry)}…` : whole;
  send(run === undefined ? { type: "print", level, text } : { type: "log", run, level, text });
  sendNow();
}

const logger = (level: LogLevel) => (...values: unknown[]) => write(level, values);

/** A map that a program cannot make larger without end. */
function labels(): {
  get(label: string): number | undefined;
  set(label: string, value: number): void;
  delete(label: string): void;
} {
  const values = new OwnMap<string, number>();
  let count = 0;
  return {
    get: (label) => values.get(label),
    set: (label, value) => {
      if (values.get(label) === undefined) {
        if (count >= mostLabels) return;
        count++;
      }
      values.set(label, value);
    },
    delete: (label) => {
      if (values.get(label) === undefined) return;
      values.delete(label);
      count--;
    },
  };
}

/** All methods by which a console prints: Deno's own would write to standard output. */
export function takeConsole(): void {
  console.debug = console.trace = logger("debug");
  console.log = console.info = logger("info");
  console.warn = logger("warning");
  console.error = logger("error");
  console.dir = console.dirxml = (...values) => write("info", values.slice(0, 1));
  console.table = (value) => write("info", [value]);
  console.group = console.groupCollapsed = (...values) => {
    if (values.length > 0) write("info", values);
  };
  console.groupEnd = console.clear = () => {};
  console.assert = (isTrue, ...values) => {
    if (!isTrue) write("error", ["Assertion failed", ...values]);
  };
  const counts = labels();
  console.count = (label = "default") => {
    counts.set(`${label}`, (counts.get(`${label}`) ?? 0) + 1);
    write("info", [`${label}: ${counts.get(`${label}`) ?? 0}`]);
  };
  console.countReset = (label = "default") => counts.delete(`${label}`);
  const timers = labels();
  const tell = (label: string, values: unknown[]) => {
    const start = timers.get(label);
    if (start === undefined) write("warning", [`The timer "${label}" does not exist`]);
    else write("info", [`${label}: ${Math.round(now() - start)} ms`, ...values]);
  };
  console.time = (label = "default") => timers.set(`${label}`, now());
  console.timeLog = (label = "default", ...values) => tell(`${label}`, values);
  console.timeEnd = (label = "default") => {
    tell(`${label}`, []);
    timers.delete(`${label}`);
  };
}
