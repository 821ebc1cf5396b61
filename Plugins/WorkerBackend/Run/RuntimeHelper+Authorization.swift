// What a request shows before it is answered.
extension RuntimeHelper {
    static let bearerSource = #"""
        /** The request, if it has the token. */
        async function $bearer(request: Request, token: string): Promise<Request> {
          const given = /^bearer +(\S+)$/i.exec(request.headers.get("authorization")?.trim() ?? "")?.[1] ?? "";
          const encoder = new TextEncoder();
          // As signatures both are as long, and comparing them takes as long wherever they differ.
          const key = await $secretKey(token);
          const expected = await crypto.subtle.sign("HMAC", key, encoder.encode(token));
          if (await crypto.subtle.verify("HMAC", key, expected, encoder.encode(given))) return request;
          const message = "The token is missing or wrong; send it as Authorization: Bearer";
          throw Object.assign($refusal(401, message), { $headers: { "www-authenticate": "Bearer" } });
        }
        """#

    static let secretKeySource = #"""
        async function $secretKey(secret: string): Promise<CryptoKey> {
          if (!secret) throw new Error("The secret of the trigger is empty");
          const algorithm = { name: "HMAC", hash: "SHA-256" };
          return await crypto.subtle.importKey("raw", new TextEncoder().encode(secret), algorithm, false, ["sign", "verify"]);
        }
        """#

    static let signatureSource = #"""
        /** The request, if a header has the HMAC-SHA256 of its body, or of the query of a GET: in hexadecimal or Base64. */
        async function $signed(request: Request, secret: string, header: string, limit: number): Promise<Request> {
          const hasBody = request.method !== "GET" && request.method !== "HEAD";
          const bytes: any = hasBody
            ? await $read(request.body ?? [], limit)
            : new TextEncoder().encode(new URL(request.url).search.slice(1));
          const text = (request.headers.get(header) ?? "").trim().replace(/^sha256=/i, "");
          const isHex = /^[0-9a-f]{64}$/i.test(text);
          const digits = isHex ? text.replace(/../g, (byte) => String.fromCharCode(parseInt(byte, 16))) : "";
          const binary = /^[A-Za-z0-9+/]{43}=$/.test(text) ? atob(text) : digits;
          const signature = Uint8Array.from(binary, (character) => character.charCodeAt(0));
          if (!await crypto.subtle.verify("HMAC", await $secretKey(secret), signature, bytes)) {
            throw $refusal(403, `The signature in ${header} is missing or wrong; expected the HMAC-SHA256 of the body`);
          }
          if (!hasBody) return request;
          return new Request(request.url, { method: request.method, headers: request.headers, body: bytes });
        }
        """#
}
