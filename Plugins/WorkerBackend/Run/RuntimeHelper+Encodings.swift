// Encodings of responses.
extension RuntimeHelper {
    /// `fetch` decodes gzip and br where they are the only encoding; everything else reaches the program as it was sent.
    static let encodingSource = #"""
        /** The encodings of a response that `fetch` leaves, in the order in which they were applied. */
        function $encodings(headers: Headers): string[] {
          const written = (headers.get("content-encoding") ?? "").trim().toLowerCase();
          if (written === "gzip" || written === "br") return [];
          return written.split(",").map((name) => name.trim()).filter((name) => name !== "" && name !== "identity");
        }

        /** A body as it was before it was encoded. */
        async function $unencoded(bytes: Uint8Array, encodings: string[]): Promise<Uint8Array> {
          for (const encoding of encodings.toReversed()) {
            if (bytes.length === 0) break;
            // Some servers send deflate without the header of zlib (RFC 9110, 8.4.1.2).
            const isZlib = (bytes[0] & 15) === 8 && (bytes[0] * 256 + bytes[1]) % 31 === 0;
            const format = encoding === "deflate" ? (isZlib ? "deflate" : "deflate-raw") : encoding.replace(/^x-gzip$/, "gzip");
            if (!/^(gzip|deflate)/.test(format)) {
              throw new Error(`the body is encoded as ${encoding}, which cannot be decoded; ask for accept-encoding: gzip`);
            }
            const source: any = new Blob([bytes as any]).stream();
            try {
              bytes = new Uint8Array(await new Response(source.pipeThrough(new DecompressionStream(format as any))).arrayBuffer());
            } catch (error: any) {
              throw new Error(`the body is not valid ${encoding}: ${error?.message ?? error}`);
            }
          }
          return bytes;
        }
        """#
}
