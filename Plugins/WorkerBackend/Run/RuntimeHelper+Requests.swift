// Requests of `http_request` and `sub_script`.
extension RuntimeHelper {
    static let requestSource = #"""
        /**
         * An HTTP request as a durable step. The wait that a service asks for replaces the node's own delay: it is made
         * within the attempt where there is time for it, otherwise as a sleep between two steps.
         */
        async function $request(
          step: any,
          name: string,
          config: any,
          send: (signal?: AbortSignal) => Promise<any>,
        ): Promise<any> {
          const { limit = 5, delay = 10_000, backoff = "exponential" } = config.retries ?? {};
          const timeout = config.timeout ?? 600_000;
          const margin = Math.min(1_000, timeout / 4);
          for (let part = 1, made = 0; ; part++) {
            // Requests within an attempt, besides its first.
            let repeats = 0;
            const options = part === 1 ? config : { ...config, retries: { limit: limit - made, delay, backoff } };
            const answer = await step.do(part === 1 ? name : `${name}: request ${part}`, options, async (context: any) => {
              const start = Date.now();
              const attempt = context?.attempt ?? 1;
              for (;;) {
                try {
                  const answer = await send($runtime ? context?.signal : $within(start + timeout - Date.now(), context?.signal));
                  // Of a service, which may answer with anything.
                  return $isMark(answer) ? { $answer: answer } : answer;
                } catch (error: any) {
                  // The stack names the node.
                  const final = Object.assign(new NonRetryableError(error?.message ?? String(error)), { stack: error?.stack });
                  if (error?.retryable !== true) throw final;
                  const requests = made + attempt + repeats;
                  if (requests > limit) throw made + attempt > limit ? error : final;
                  if (!(error.retryAfter > 0)) throw error;
                  if (Date.now() - start + error.retryAfter + margin > timeout) {
                    return { $retryAfter: error.retryAfter, requests };
                  }
                  repeats++;
                  await new Promise((resolve) => setTimeout(resolve, error.retryAfter));
                }
              }
            });
            if (!$isMark(answer)) return answer;
            if (Object.hasOwn(answer, "$answer")) return answer.$answer;
            made = answer.requests;
            await step.sleep(`${name}: wait ${part}`, answer.$retryAfter);
          }
        }

        /** Whether a value looks like one that a request's step has for itself. */
        function $isMark(value: any): boolean {
          return typeof value === "object" && value !== null &&
            (Object.hasOwn(value, "$answer") || Object.hasOwn(value, "$retryAfter"));
        }

        /** A signal that ends with an attempt: after its time, or when what it is in is over. */
        function $within(time: number, outer?: AbortSignal): AbortSignal {
          const own = AbortSignal.timeout(Math.min(Math.max(time, 0), 2 ** 31 - 1));
          return outer ? AbortSignal.any([own, outer]) : own;
        }
        """#

    static let requestInPlaceSource = #"""
        /** An HTTP request, repeated in its place as often as the node says: a script has no durable steps. */
        async function $requestInPlace(config: any, send: (signal?: AbortSignal) => Promise<any>): Promise<any> {
          const { limit = 0, delay = 0, backoff = "exponential" } = config.retries ?? {};
          for (let attempt = 1; ; attempt++) {
            try {
              return await send(config.timeout === undefined ? undefined : AbortSignal.timeout(config.timeout));
            } catch (error: any) {
              if (error?.retryable !== true || attempt > limit) throw error;
              if (error.retryAfter > (config.timeout ?? 600_000)) throw error;
              const factor = backoff === "constant" ? 1 : backoff === "linear" ? attempt : 2 ** (attempt - 1);
              const wait = error.retryAfter > 0 ? error.retryAfter : delay * factor;
              await new Promise((resolve) => setTimeout(resolve, wait));
            }
          }
        }
        """#

    static let sendSource = #"""
        /** Makes an HTTP request. An error that another attempt may mend has `retryable: true`. */
        async function $send(request: any, signal?: AbortSignal): Promise<any> {
          const { method, service } = request;
          const url = $url(request);
          const init: RequestInit = { ...$contents(request), method, signal };
          const what = `${method} ${url.origin}${url.pathname}`;
          await request.authorize?.(url, init);
          let response: Response, bytes: Uint8Array;
          try {
            response = service ? await service.fetch(url, init) : await fetch(url, init);
            bytes = new Uint8Array(await response.arrayBuffer());
          } catch (error: any) {
            const port = url.port || (url.protocol === "https:" ? "443" : "80");
            const cause = $cause(error);
            const message = `${what} failed at ${url.hostname}:${port}: ${cause}`;
            // "Port blocking" of the Fetch Standard: no attempt reaches it.
            const isBlocked = /\bports? \d+ (?:is|are) blocked|\bbad port\b/i.test(cause);
            throw Object.assign(new Error(message), { retryable: !isBlocked && error?.name !== "NonRetryableError" });
          }
          const type = response.headers.get("content-type") ?? "";
          const { status } = response;
          const encodings = $encodings(response.headers);
          let damage: string | undefined;
          try {
            bytes = await $unencoded(bytes, encodings);
          } catch (error: any) {
            damage = error.message;
          }
          if (!response.ok) {
            const isText = damage === undefined && $isText($mediaType(type), bytes);
            const start = isText ? $decoded(bytes, type).slice(0, 500) : damage ?? `${bytes.length} bytes`;
            throw Object.assign(new Error(`${what} responded with ${status}${start === "" ? "" : `: ${start}`}`), {
              status,
              retryable: [408, 425, 429].includes(status) || status >= 500,
              retryAfter: $wait(response.headers.get("retry-after")),
            });
          }
          // Another attempt is sent the same.
          if (damage !== undefined) throw new Error(`${what} responded with ${status}, but ${damage}`);
          const body = $content(bytes, type);
          if (service) return body;
          const headers: Record<string, string | string[]> = Object.fromEntries(response.headers);
          if (encodings.length > 0) {
            delete headers["content-encoding"];
            delete headers["content-length"];
          }
          const cookies = response.headers.getSetCookie();
          if (cookies.length > 1) headers["set-cookie"] = cookies;
          return { status, headers, body };
        }

        function $url(request: any): URL {
          const text = $text(request.url);
          const url = URL.parse(text, request.service ? "https://worker" : undefined);
          if (!["http:", "https:"].includes(url?.protocol ?? "")) {
            throw new Error(`${JSON.stringify(text)} is not a valid URL; expected one that begins with https:// or http://`);
          }
          $append($members(request.query, "queryParams"), url!.searchParams);
          return url!;
        }

        /** The headers and the body of a request. */
        function $contents(request: any): RequestInit {
          const headers = new Headers();
          for (const [name, value] of Object.entries($members(request.headers, "headers"))) {
            if (value === undefined || value === null) continue;
            try {
              headers.set(name, $text(value));
            } catch {
              // The platform's own error may repeat the value, which may be a secret.
              throw new Error(`The header ${JSON.stringify(name)} has characters that no header has, such as a line break`);
            }
          }
          const body = ["GET", "HEAD"].includes(request.method) ? undefined : request.body;
          if (body === undefined || body === null || typeof body === "string") return { headers, body };
          const type = $mediaType(headers.get("content-type") ?? "");
          if (type === "application/x-www-form-urlencoded" && typeof body === "object") {
            const form = new URLSearchParams();
            $append(body, form);
            return { headers, body: form.toString() };
          }
          if (type === "") headers.set("content-type", "application/json");
          return { headers, body: $written(body, "The body of the request") };
        }

        function $append(values: any, list: URLSearchParams): void {
          for (const [name, value] of Object.entries(values)) {
            for (const item of Array.isArray(value) ? value : [value]) {
              if (item !== undefined && item !== null) list.append(name, $text(item));
            }
          }
        }

        /** An object, or a text that is a JSON object. */
        function $members(value: any, field: string): any {
          let members = value === undefined || value === null || value === "" ? {} : value;
          try {
            if (typeof members === "string") members = JSON.parse(members);
          } catch {
            // It stays a text, which is refused.
          }
          if (typeof members === "object" && members !== null && !Array.isArray(members)) return members;
          throw new Error(`"${field}" is not an object; expected an object or a text that is a JSON object`);
        }

        /** Why a connection failed, without the credentials and the query of a URL in it. */
        function $cause(error: any): string {
          let last = error;
          for (let depth = 0; last?.cause !== undefined && last.cause !== null && depth < 8; depth++) last = last.cause;
          return String(last?.message ?? last).replace(/(https?:\/\/)(?:[^\s/@]*@)?([^\s?#()]*)[^\s()]*/g, "$1$2");
        }

        /** The milliseconds that a `Retry-After` asks for, up to the longest sleep. */
        function $wait(header: string | null): number {
          if (header === null) return 0;
          const wait = /^\s*\d+\s*$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
          return wait > 0 ? Math.min(wait, 31_536_000_000) : 0;
        }
        """#

    static let segmentSource = #"""
        /** A value as one segment of a URL's path. */
        function $segment(value: any, expression: string): string {
          const text = $text(value);
          if (text === "") {
            const found = value === "" ? "an empty text" : String(value);
            throw new Error(`${expression} in the path of the URL is ${found}; expected a value`);
          }
          if (text === "." || text === "..") throw new Error(`${expression} is "${text}", which is not a path segment`);
          return encodeURIComponent(text);
        }
        """#
}
