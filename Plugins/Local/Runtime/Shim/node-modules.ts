import process from "node:process";
import { NonRetryableError } from "./cloudflare-workflows.ts";

/** Node's modules need Deno's own interface when they are loaded; this loads those that Workers have too. */
export function loadNodeModules(): Promise<unknown> {
  return Promise.all([
    import("node:assert"),
    import("node:buffer"),
    import("node:crypto"),
    import("node:events"),
    import("node:path"),
    import("node:process"),
    import("node:stream"),
    import("node:url"),
    import("node:util"),
    import("node:zlib"),
  ]);
}

/** Standard input and output carry the host's messages. */
export function removeStandardStreams(): void {
  const output = (isTTY: boolean, print: (text: string) => void) => ({
    isTTY,
    writable: true,
    write: (text: unknown) => {
      print(String(text).replace(/\n$/, ""));
      return true;
    },
    on: () => {},
    once: () => {},
    end: () => {},
  });
  const define = (name: string, value: unknown) =>
    Object.defineProperty(process, name, { value, configurable: true, writable: true, enumerable: true });
  define("stdin", undefined);
  define("stdout", output(false, (text) => console.log(text)));
  define("stderr", output(false, (text) => console.error(text)));
}

/**
 * Deno lets a process send itself any signal: one that ends it so would be taken for the kernel's or a person's doing, and
 * what it ran would be done again for ever. To others Deno lets it send none.
 */
export function removeSignals(): void {
  // By which `kill` sends them, whoever imports it.
  const own = process as unknown as { _kill(process: number, signal: number): unknown };
  const { _kill: send } = own;
  const { pid } = process;
  const kill = (other: number, signal: number) => {
    // Read once, as an object may be another number the next time.
    const id = other | 0;
    if (id === pid && signal !== 0) throw new Error("A Worker sends no signals");
    return send(id, signal);
  };
  Object.defineProperty(process, "_kill", { value: kill, configurable: false, writable: false, enumerable: true });
}

/** A thread would have Deno's interface again, which reaches this machine through a proxy given by its name. */
export function removeThreads(): void {
  const threads = process.getBuiltinModule("node:worker_threads") as { Worker: unknown };
  // Before it is imported anywhere: what is imported then is this.
  threads.Worker = class {
    constructor() {
      throw new Error("A Worker has no threads");
    }
  };
}

/** Datagrams pass no proxy: what would wait for them for ever is refused at once. */
export function removeDatagrams(): void {
  const refuse = () => {
    throw new NonRetryableError("A Worker has no UDP sockets: use fetch, or a TCP socket");
  };
  const { Socket } = process.getBuiltinModule("node:dgram") as unknown as { Socket: Handle };
  // Whoever imports the class, or a function that makes one, has the same prototype.
  for (const name of ["bind", "connect", "send", "sendto", "addMembership", "addSourceSpecificMembership"]) {
    Object.defineProperty(Socket.prototype, name, { value: refuse, configurable: true, writable: true });
  }
}

interface Handle {
  prototype: Record<string, unknown>;
}

/**
 * The host's messages are on this process's standard input, and what it takes as messages on its output: whoever opens a
 * file, a terminal or a socket by its number could read the one and write to the other. To be called before any program
 * imports these modules: what is imported then is this.
 */
export function removeFileDescriptors(): void {
  const refuse = function () {
    throw new Error("A Worker has no files");
  };
  const promises = new Proxy({}, { get: (_, name) => name === "then" ? undefined : refuse });
  const files = process.getBuiltinModule("node:fs") as unknown as Record<string, unknown>;
  for (const name of Object.keys(files)) {
    if (name === "constants") continue;
    // Some are accessors that load what they give.
    const value = name === "promises" ? promises : refuse;
    Object.defineProperty(files, name, { value, configurable: true, writable: true, enumerable: true });
  }
  // What Node's own modules open by a number ends here, too.
  const { binding } = process as unknown as { binding(name: string): Record<string, Handle> };
  for (const handle of [binding("pipe_wrap").Pipe, binding("tcp_wrap").TCP]) handle.prototype.open = refuse;
  const terminal = binding("tty_wrap").TTY;
  const methods = ["readStart", "writev", "writeBuffer", "writeUtf8String", "writeAsciiString", "writeLatin1String"];
  for (const method of [...methods, "writeUcs2String"]) terminal.prototype[method] = refuse;
  // WebAssembly's system interface has files by their numbers as well.
  const { WASI } = process.getBuiltinModule("node:wasi") as { WASI?: { prototype: object } };
  // Who has imported the class has the same prototype.
  for (const name of ["wasiImport", "getImportObject", "start", "initialize", "finalizeBindings"]) {
    if (WASI) Object.defineProperty(WASI.prototype, name, { get: refuse });
  }
}

/** A snapshot of the heap holds the token by which this process says to the host what is its own. */
export function removeHeapSnapshots(): void {
  const heap = process.getBuiltinModule("node:v8") as object;
  const names = ["getHeapSnapshot", "writeHeapSnapshot", "setHeapSnapshotNearHeapLimit", "queryObjects"];
  for (const name of [...names, "setFlagsFromString"]) {
    const value = function () {
      throw new Error("A Worker has no access to its engine");
    };
    Object.defineProperty(heap, name, { value, configurable: true, writable: true, enumerable: true });
  }
}
