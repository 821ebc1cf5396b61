// Where this machine keeps a program is nobody's business: its code sees files that are in the root folder.
import process from "node:process";

/** By what they are replaced: folders as addresses and as paths. */
const folders: [string, string][] = [];

/** A text without the folders of this machine. */
export function neutral(text: string): string {
  for (const [folder, replacement] of folders) {
    if (text.includes(folder)) text = text.replaceAll(folder, replacement);
  }
  return text;
}

/**
 * Has stacks name files as if they were in the root folder. The runtime's own are in `/millrace/`.
 * @param module - The address of the program.
 * @param folder - The address of its folder on this machine.
 */
export function hidePaths(module: string, folder: string): void {
  const places = [
    [new URL(".", module), "/"],
    [new URL(folder.endsWith("/") ? folder : `${folder}/`), "/"],
    [new URL(".", import.meta.url), "/millrace/"],
  ] as const;
  for (const [url, replacement] of places) {
    const path = decodeURIComponent(url.pathname);
    folders.push([url.href, `file://${replacement}`], [url.pathname, replacement], [path, replacement]);
  }
  const file = decodeURIComponent(new URL(module).pathname);
  const name = file.slice(file.lastIndexOf("/"));
  Error.prepareStackTrace = (error, frames) => {
    // As an address, like in stacks of other programs.
    const lines = frames.map((frame) => `\n    at ${String(frame).replace(`${file}:`, `file://${name}:`)}`);
    return neutral(`${heading(error)}${lines.join("")}`);
  };
  const define = (name: string, value: unknown) =>
    Object.defineProperty(process, name, { value, configurable: true, writable: true, enumerable: true });
  define("argv", ["deno", "/worker.ts"]);
  define("cwd", () => "/");
}

function heading(error: unknown): string {
  try {
    return String(error);
  } catch {
    return "Error";
  }
}
