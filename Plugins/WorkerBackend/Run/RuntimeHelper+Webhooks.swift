// Requests to a workflow's or a script's own address.
extension RuntimeHelper {
    static let webhookSource = #"""
        /** Starts a run by a request of the trigger's method; `GET ?instanceId=` responds with the status of one. */
        async function $webhook(request: Request, workflow: any, trigger: any): Promise<Response> {
          try {
            const url = new URL(request.url);
            const { method, path, payloadBytes } = trigger;
            if (path !== undefined && $path(path) !== $path(url.pathname)) {
              throw $refusal(404, `Unknown path ${url.pathname}; expected ${path}`);
            }
            const allowed = method === "GET" ? ["GET"] : [method, "GET"];
            if (!allowed.includes(request.method)) {
              const message = `Method ${request.method} is not allowed; expected ${method}`;
              return Response.json({ message }, { status: 405, headers: { allow: allowed.join(", ") } });
            }
            let params: any;
            if (request.method === "GET") {
              const id = url.searchParams.get("instanceId");
              const instance = id === null ? undefined : await workflow.get(id).catch(() => undefined);
              if (instance !== undefined) return Response.json(await instance.status());
              if (method !== "GET") {
                throw id === null
                  ? $refusal(400, `instanceId is missing; start a run with ${method}, or add ?instanceId=`)
                  : $refusal(404, `Unknown instance ${id}`);
              }
              params = $urlencoded(new TextEncoder().encode(url.search.slice(1)), "utf-8");
            } else {
              params = await $payload(request, payloadBytes);
              if (new TextEncoder().encode(JSON.stringify(params)).length > payloadBytes) throw $tooLarge(payloadBytes);
            }
            const instance = await workflow.create({ params });
            return Response.json({ runId: instance.id, instanceId: instance.id });
          } catch (error: any) {
            return $refused(error);
          }
        }

        /** A path as it is compared: however its characters are encoded, they are the same. */
        function $path(path: string): string {
          const { pathname } = new URL(`https://worker/${path.replace(/^\/+/, "")}`);
          const segments = pathname.replace(/\/+$/, "").split("/").map((segment) => {
            try {
              return encodeURIComponent(decodeURIComponent(segment));
            } catch {
              return segment;
            }
          });
          return segments.join("/");
        }
        """#

    static let payloadSource = #"""
        /**
         * What a request's body holds: JSON, the fields of a form, or a text.
         * @param isJSONText - Whether a text that is a JSON object or array is read as one.
         */
        async function $payload(request: Request, limit: number, isJSONText = false): Promise<any> {
          const bytes = await $bytes(request, limit);
          if (bytes.length === 0) return {};
          const type = request.headers.get("content-type") ?? "";
          const mediaType = $mediaType(type);
          if (mediaType === "multipart/form-data") return await $form(bytes, type);
          if (mediaType !== "" && !$isText(mediaType, bytes)) {
            throw $refusal(415, `Content type ${mediaType} is not supported; expected JSON, a form, text or XML`);
          }
          const charset = $requestCharset(bytes, type);
          let text: string;
          try {
            text = new TextDecoder(charset, { fatal: true }).decode(bytes);
          } catch {
            throw $refusal(400, `Request body is not valid text in ${charset}; expected the charset that the content type names`);
          }
          if (mediaType === "" || $isJSON(mediaType)) {
            try {
              return $parameters(text);
            } catch (error: any) {
              throw error.$status ? error : $refusal(400, `Request body is not valid JSON: ${error.message}`);
            }
          }
          const isForm = mediaType === "application/x-www-form-urlencoded";
          // Some clients name a form, or text, whatever they send.
          if ((isForm || isJSONText) && /^\s*[{[]/.test(text)) {
            try {
              return $parameters(text);
            } catch (error: any) {
              // It is what its type says.
              if (error.$status) throw error;
            }
          }
          return isForm ? $urlencoded(bytes, charset) : text;
        }

        /** Parses JSON that is nested no deeper than the parameters of a run may be. */
        function $parameters(text: string): any {
          const deepest = 500;
          if (text.length > 2 * deepest && $depth(text) > deepest) {
            // Whether it is JSON at all; that needs no stack.
            JSON.parse(text);
            throw $refusal(400, `The parameters are nested deeper than ${deepest} levels.`);
          }
          return $json(text);
        }

        /** How deeply arrays and objects are nested in a JSON text. */
        function $depth(text: string): number {
          let [level, deepest] = [0, 0];
          for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
            if (token === "[" || token === "{") deepest = Math.max(deepest, ++level);
            else if (token === "]" || token === "}") level--;
          }
          return deepest;
        }

        function $requestCharset(bytes: Uint8Array, type: string): string {
          const named = $charset(type);
          try {
            return new TextDecoder(named ?? $marked(bytes)).encoding;
          } catch {
            throw $refusal(415, `Charset ${named} is not supported; expected utf-8`);
          }
        }

        /** The fields of a form or a query, whose bytes, also those written after `%`, are text in a charset. */
        function $urlencoded(bytes: Uint8Array, charset: string): any {
          if (charset.startsWith("utf-16")) throw $refusal(415, `Charset ${charset} is not supported for a form; expected utf-8`);
          const decoder = new TextDecoder(charset, { fatal: true, ignoreBOM: true });
          const decoded = (part: string, what: string) => {
            const binary = part.replaceAll("+", " ")
              .replace(/%([0-9a-f]{2})/gi, (_, digits) => String.fromCharCode(parseInt(digits, 16)));
            try {
              return decoder.decode(Uint8Array.from(binary, (byte) => byte.charCodeAt(0)));
            } catch {
              throw $refusal(400, `${what} is not valid text in ${charset}: ${part.slice(0, 50)}`);
            }
          };
          let text = "";
          for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
          const pairs = text.replace(/^\xef\xbb\xbf/, "").split("&").filter((pair) => pair !== "");
          return $fields(pairs.map((pair): [string, string] => {
            const [start] = pair.split("=", 1);
            const name = decoded(start, "The name of a form's field");
            return [name, decoded(pair.slice(start.length + 1), `The form's field ${JSON.stringify(name)}`)];
          }));
        }

        /** An object of a list of names and values; a name that comes twice has an array. */
        function $fields(entries: Iterable<[string, any]>): any {
          const fields = new Map<string, any>();
          for (const [name, value] of entries) {
            const before = fields.get(name);
            fields.set(name, before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value]);
          }
          return Object.fromEntries(fields);
        }

        /** The body, unpacked; no more than `limit` bytes are ever held. */
        async function $bytes(request: Request, limit: number): Promise<Uint8Array> {
          const encoding = (request.headers.get("content-encoding") ?? "").trim().toLowerCase();
          const isGzip = encoding === "gzip" || encoding === "x-gzip";
          if (!isGzip && encoding !== "" && encoding !== "identity") {
            throw $refusal(415, `Content encoding ${encoding} is not supported; expected gzip`);
          }
          if (request.body === null) return new Uint8Array();
          return await $read(isGzip ? request.body.pipeThrough(new DecompressionStream("gzip") as any) : request.body, limit);
        }

        async function $read(body: any, limit: number): Promise<Uint8Array> {
          const chunks: Uint8Array[] = [];
          let size = 0;
          try {
            for await (const chunk of body) {
              size += chunk.length;
              if (size > limit) throw $tooLarge(limit);
              chunks.push(chunk);
            }
          } catch (error: any) {
            throw error.$status ? error : $refusal(400, `Request body could not be read: ${error.message}`);
          }
          const bytes = new Uint8Array(size);
          for (let chunk = chunks.pop(); chunk; chunk = chunks.pop()) bytes.set(chunk, size -= chunk.length);
          return bytes;
        }

        function $tooLarge(limit: number): Error {
          return $refusal(413, `Request body is larger than ${limit} bytes`);
        }

        /** A mistake of the sender's. */
        function $refusal(status: number, message: string): Error {
          return Object.assign(new Error(message), { $status: status });
        }

        function $refused(error: any): Response {
          if (!error?.$status) console.error(error);
          return Response.json({ message: error?.message ?? String(error) }, { status: error?.$status ?? 500, headers: error?.$headers });
        }
        """#
}
