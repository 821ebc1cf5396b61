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
              params = $fields(url.searchParams);
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

        function $path(path: string): string {
          return new URL(`https://worker/${path.replace(/^\/+/, "")}`).pathname.replace(/\/+$/, "");
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
          let text: string;
          try {
            text = $decoded(bytes, type, true);
          } catch {
            throw $refusal(400, "Request body is not valid text in its charset");
          }
          if (mediaType === "" || $isJSON(mediaType)) {
            try {
              return $json(text);
            } catch (error: any) {
              throw $refusal(400, `Request body is not valid JSON: ${error.message}`);
            }
          }
          const isForm = mediaType === "application/x-www-form-urlencoded";
          // Some clients name a form, or text, whatever they send.
          if ((isForm || isJSONText) && /^\s*[{[]/.test(text)) {
            try {
              return $json(text);
            } catch {
              // It is what its type says.
            }
          }
          return isForm ? $fields(new URLSearchParams(text)) : text;
        }

        async function $form(bytes: Uint8Array, type: string): Promise<any> {
          let form: FormData;
          try {
            form = await new Response(bytes as any, { headers: { "content-type": type } }).formData();
          } catch (error: any) {
            throw $refusal(400, `Request body is not a valid form: ${error.message}`);
          }
          for (const [name, value] of form) {
            if (typeof value !== "string") throw $refusal(415, `"${name}" is a file; expected a form without files`);
          }
          return $fields(form as Iterable<[string, any]>);
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
          const body: any = isGzip ? request.body.pipeThrough(new DecompressionStream("gzip") as any) : request.body;
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
          return Response.json({ message: error?.message ?? String(error) }, { status: error?.$status ?? 500 });
        }
        """#
}
