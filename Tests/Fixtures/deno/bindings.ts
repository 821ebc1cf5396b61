/** The state of a run that a workflow binding tells, one after another; the last one stays. */
export type States = { status: string; output?: unknown; error?: unknown }[];

/**
 * What a subscription to a run's events does: it gives the end, after which the state is the last one; it is refused; or
 * nothing ever comes.
 */
export type Subscriptions = "end" | "fail" | "hang";

/** What was subscribed to, and whether that was given up. */
export interface Subscribed {
  filter?: string[];
  isDisposed: boolean;
}

function subscription(kind: Subscriptions, subscribed: Subscribed[], filter: string[] | undefined, end: () => void) {
  if (kind === "fail") throw new Error("Subscriptions are not enabled");
  const record: Subscribed = { filter, isDisposed: false };
  subscribed.push(record);
  return {
    async next() {
      if (kind === "hang") return await new Promise(() => {});
      await new Promise((resolve) => setTimeout(resolve, 20));
      end();
      return { done: false, value: { type: "workflow_completed" } };
    },
    [Symbol.dispose]() {
      record.isDisposed = true;
    },
  };
}

/**
 * A workflow that only remembers what it was asked to start.
 * @param isForgetful - Whether the answer to the first start is lost.
 */
export function workflowBinding(
  created: unknown[],
  states: States | undefined,
  isForgetful: boolean,
  subscriptions?: Subscriptions,
  subscribed: Subscribed[] = [],
) {
  const known = new Set<string>();
  let looks = 0;
  return {
    async create({ id = `instance-${created.length + 1}`, params }: { id?: string; params?: unknown } = {}) {
      if (known.has(id)) throw new Error("instance.already_exists");
      created.push(params);
      known.add(id);
      if (isForgetful && created.length === 1) throw new Error("The connection was lost");
      return { id };
    },
    async get(id: string) {
      if (!known.has(id) && id !== "known") throw new Error("instance.not_found");
      const all = states ?? [{ status: "running" }];
      return {
        id,
        async status() {
          return all[Math.min(looks++, all.length - 1)];
        },
        ...(subscriptions && {
          async subscribe({ filter }: { filter?: string[] } = {}) {
            return subscription(subscriptions, subscribed, filter, () => looks = all.length - 1);
          },
        }),
      };
    },
  };
}

/** A service that answers with what it was asked; at `/body` with the body that it was sent. */
export function serviceBinding() {
  return {
    async fetch(input: URL | string, init: RequestInit) {
      const request = new Request(input, init);
      const { pathname, search } = new URL(request.url);
      if (pathname === "/body") return Response.json(await request.json());
      return Response.json({ method: request.method, path: pathname + search, body: await request.text() });
    },
  };
}

/** What the server responds with at `/next`, one after another; the last one stays. */
export interface Canned {
  status?: number;
  headers?: [string, string][];
  text?: string;
  base64?: string;
}

function response({ status = 200, headers = [], text, base64 }: Canned): Response {
  const body = base64 === undefined ? text ?? null : Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0));
  const response = new Response(body, { status });
  response.headers.delete("content-type");
  for (const [name, value] of headers) response.headers.append(name, value);
  return response;
}

/**
 * An HTTP server that answers with what it was asked; `/status/404` with that status, `/text` with text. A request to
 * `/hang` is answered when its sender has given it up (`aborted`), `/hanging` says whether there is one.
 * @param requests - Where it writes down what it was asked.
 */
export function echoServer(requests: unknown[], canned: Canned[]) {
  let next = 0;
  let hanging = 0;
  return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const url = new URL(request.url);
    if (url.pathname === "/hanging") return Response.json(hanging > 0);
    const echo: Record<string, unknown> = {
      method: request.method,
      path: url.pathname,
      query: [...url.searchParams],
      type: request.headers.get("content-type"),
      mark: request.headers.get("x-mark"),
      body: await request.text(),
    };
    requests.push(echo);
    if (url.pathname === "/hang") {
      hanging++;
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, 20_000);
        request.signal.addEventListener("abort", () => (clearTimeout(timer), resolve(undefined)));
      });
      echo.aborted = request.signal.aborted;
    }
    const status = /^\/status\/(\d+)$/.exec(url.pathname)?.[1];
    if (status) return new Response(`status ${status}`, { status: Number(status) });
    if (url.pathname === "/text") return new Response("plain");
    if (url.pathname === "/next") return response(canned[Math.min(next++, canned.length - 1)]);
    if (url.pathname === "/flaky" && requests.length < 3) return new Response("not yet", { status: 503 });
    return Response.json(echo, { headers: { "x-seen": "yes" } });
  });
}
