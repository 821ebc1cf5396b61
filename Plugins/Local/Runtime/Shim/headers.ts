// How many headers a request or a response may have: the time to read them grows with the square of their number.

type Init = HeadersInit | null | undefined;

// As they are before any other module runs.
const { isArray } = Array;
const { keys } = Object;
const { construct } = Reflect;

/** Has `Headers`, `Request`, `Response` and `fetch` refuse more. */
export function limitHeaders(most: number): void {
  const tooMany = () =>
    new TypeError(`A request or a response may have ${most} headers (the operator's setting MILLRACE_LOCAL_HEADERS)`);

  /** Of an object that is not read to its end before it is known to have one. */
  const checked = (init: Init): Init => {
    if (init === null || typeof init !== "object" || init instanceof Headers) return init;
    if (isArray(init)) {
      if (init.length > most) throw tooMany();
      return init;
    }
    if (!(Symbol.iterator in init)) {
      if (keys(init).length > most) throw tooMany();
      return init;
    }
    const pairs: [string, string][] = [];
    for (const pair of init as Iterable<[string, string]>) {
      if (pairs.push(pair) > most) throw tooMany();
    }
    return pairs;
  };

  /** With headers that are checked, however often a member of the program's object is asked for. */
  const withHeaders = <Options extends { headers?: HeadersInit }>(
    options: Options | undefined,
  ): Options | undefined => {
    const headers = options?.headers;
    return headers === undefined || headers === null ? options : { ...options, headers: checked(headers)! } as Options;
  };

  /** Puts a class in the place of one, with the same prototype. */
  // deno-lint-ignore no-explicit-any
  const replace = (name: "Headers" | "Request" | "Response", prepare: (values: any[]) => any[]) => {
    const original = globalThis[name];
    const checking = new Proxy(original, {
      construct: (target, values, newTarget) => construct(target, prepare(values), newTarget),
    });
    Object.defineProperty(original.prototype, "constructor", { value: checking, writable: true, configurable: true });
    Object.defineProperty(globalThis, name, { value: checking, writable: true, configurable: true, enumerable: false });
  };

  const { prototype } = Headers;
  const { append, set, has } = prototype;
  const counts = new WeakMap<Headers, number>();
  const add = (headers: Headers) => {
    let count = (counts.get(headers) ?? 0) + 1;
    // Some may have been removed since they were counted.
    if (count > most) count = [...headers.keys()].length + 1;
    if (count > most) throw tooMany();
    counts.set(headers, count);
  };
  prototype.append = function (name, value) {
    add(this);
    return append.call(this, name, value);
  };
  prototype.set = function (name, value) {
    if (!has.call(this, name)) add(this);
    return set.call(this, name, value);
  };

  replace("Headers", ([init, ...rest]) => [checked(init), ...rest]);
  replace("Request", ([input, init, ...rest]) => [input, withHeaders(init), ...rest]);
  replace("Response", ([body, init, ...rest]) => [body, withHeaders(init), ...rest]);
  const { json } = Response;
  Response.json = (data, init) => json(data, withHeaders(init));
  const { fetch } = globalThis;
  globalThis.fetch = async (input, init) => await fetch(input, withHeaders(init));
}
