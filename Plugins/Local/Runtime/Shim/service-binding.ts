import { requestValue, response, type ResponseValue } from "./http.ts";
import { use } from "./use.ts";
import { json } from "./values.ts";

/** A call of a method of another Worker. */
export interface RemoteCall {
  method: string;
  /** JSON texts; `null` for `undefined`. */
  values: (string | null)[];
}

/** Another deployed Worker as a member of `env`: `fetch`, and all that its class may have. */
export function serviceBinding(binding: string): unknown {
  const own = Object.freeze({
    async fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
      const request = new Request(input, init);
      return response(await use(binding, "fetch", requestValue(request), request.body) as ResponseValue);
    },
  });
  return new Proxy(own, {
    get(_, name) {
      // Neither is it a promise, nor does it travel as JSON.
      if (typeof name === "symbol" || name in own || name === "then" || name === "toJSON") {
        return Reflect.get(own, name);
      }
      return (...values: unknown[]) => call(binding, name, values);
    },
  });
}

async function call(binding: string, method: string, values: unknown[]): Promise<unknown> {
  const call: RemoteCall = {
    method,
    values: values.map((value, index) => json(value, `Argument ${index + 1} of ${binding}.${method}`) ?? null),
  };
  const text = await use(binding, "rpc", call) as string | undefined;
  return text === undefined ? undefined : JSON.parse(text);
}
