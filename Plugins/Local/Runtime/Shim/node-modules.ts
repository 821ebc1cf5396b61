import process from "node:process";

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
