/**
 * Does the main job with nothing but the types that are generated from the API's description: a workflow, a version, a
 * deploy to this machine and a run. It is checked by the compiler before it runs: what the types do not allow is not sent.
 */
import type { Paths, Run, Workflow } from "./types.ts";

type Method = "get" | "post" | "patch" | "delete";
type PathOf<M extends Method> = {
  [P in keyof Paths]: Paths[P] extends Record<M, unknown> ? P : never;
}[keyof Paths];
type Operation<M extends Method, P extends PathOf<M>> = Paths[P] extends Record<M, infer O> ? O : never;
type Member<O, Name extends string> = O extends Record<Name, infer V> ? V : never;

const [base, key] = [Deno.env.get("MILLRACE_URL"), Deno.env.get("MILLRACE_API_KEY")];

async function call<M extends Method, P extends PathOf<M>>(
  method: M,
  template: P,
  path: Member<Operation<M, P>, "path">,
  body: Member<Operation<M, P>, "body">,
): Promise<Member<Operation<M, P>, "response">> {
  const values = (path ?? {}) as Record<string, string>;
  const url = (template as string).replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(values[name]));
  const answer = await fetch(`${base}${url}`, {
    method: method.toUpperCase(),
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json", prefer: "handling=strict" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? undefined as never : await answer.json();
}

const ir = {
  metadata: { name: "Typed", version: 1 },
  entryNodeId: "a",
  edges: [],
  nodes: [{
    id: "a",
    type: "step",
    name: "A",
    version: "1.0.0",
    provider: "cloudflare",
    position: { x: 0, y: 0 },
    data: { code: "return event.payload.number + 1;" },
  }],
};

const local = (await call("get", "/api/connections", undefined, undefined)).data.find((it) => it.provider === "local");
if (!local) throw new Error("There is no connection to this machine.");
const workflow: Workflow = await call("post", "/api/workflows", undefined, { name: "Typed" });
const path = { workflowId: workflow.id };
await call("post", "/api/workflows/{workflowId}/versions", path, { ir });
await call("post", "/api/workflows/{workflowId}/deploy", path, { connectionId: local.id });
const begun = await call("post", "/api/workflows/{workflowId}/trigger", path, {
  connectionId: local.id,
  params: { number: 41 },
});
let run: Run;
do {
  await new Promise((done) => setTimeout(done, 50));
  run = await call("get", "/api/workflows/{workflowId}/runs/{runId}", { ...path, runId: begun.id }, undefined);
} while (!["complete", "errored", "terminated"].includes(run.status));
if (run.status !== "complete" || run.output !== 42) throw new Error(`The run is ${run.status}: ${JSON.stringify(run)}`);
await call("post", "/api/workflows/{workflowId}/takedown", path, { connectionId: local.id });
await call("delete", "/api/workflows/{workflowId}", path, undefined);
console.log("The typed run is complete:", run.output);

/** What a server would refuse does not compile. */
export async function refused(): Promise<void> {
  // @ts-expect-error A workflow has a name.
  await call("post", "/api/workflows", undefined, {});
  // @ts-expect-error The id of the run is missing.
  await call("get", "/api/workflows/{workflowId}/runs/{runId}", path, undefined);
  // @ts-expect-error There is no such path.
  await call("get", "/api/workflow", undefined, undefined);
  // @ts-expect-error There is no such kind.
  await call("post", "/api/workflows", undefined, { name: "Typed", kind: "program" });
}
