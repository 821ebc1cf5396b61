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
