// Bodies of requests and responses.
extension RuntimeHelper {
    static let contentSource = #"""
        /** A body by its type: parsed JSON, a text, or `{ base64, contentType }`. */
        function $content(bytes: Uint8Array, type: string): any {
          const mediaType = $mediaType(type);
          if (!$isText(mediaType, bytes)) {
            let binary = "";
            for (let at = 0; at < bytes.length; at += 32_768) binary += String.fromCharCode(...bytes.subarray(at, at + 32_768));
            return { base64: btoa(binary), contentType: type };
          }
          const text = $decoded(bytes, type);
          try {
            return $isJSON(mediaType) && text !== "" ? $json(text) : text;
          } catch {
            return text;
          }
        }

        /** By the charset of the type, then by a byte order mark, then as UTF-8. */
        function $decoded(bytes: Uint8Array, type: string): string {
          const charset = $charset(type);
          try {
            if (charset !== undefined) return new TextDecoder(charset).decode(bytes);
          } catch {
            // An unknown charset names nothing.
          }
          return new TextDecoder($marked(bytes)).decode(bytes);
        }
        """#

    static let mediaTypeSource = #"""
        function $mediaType(type: string): string {
          return type.split(";")[0].trim().toLowerCase();
        }

        function $isJSON(mediaType: string): boolean {
          return /[/+]json$/.test(mediaType);
        }

        /** By its type; without one, a body that is UTF-8 is text. */
        function $isText(mediaType: string, bytes: Uint8Array): boolean {
          if (mediaType !== "") {
            return /^text\/|[/+](json|xml|yaml|javascript|ecmascript|graphql|sql)$|\/(x-)?(www-form-urlencoded|ndjson|yaml)$/
              .test(mediaType);
          }
          try {
            return !new TextDecoder("utf-8", { fatal: true }).decode(bytes).includes("\0");
          } catch {
            return false;
          }
        }
        """#

    static let charsetSource = #"""
        function $charset(type: string): string | undefined {
          return /;\s*charset\s*=\s*["']?([^\s"';]+)/i.exec(type)?.[1];
        }

        /** The charset that a byte order mark names. */
        function $marked(bytes: Uint8Array): string {
          if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
          return bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "utf-8";
        }
        """#

    static let integersSource = #"""
        /** Parses JSON; an integer beyond 2^53, or a number too large for any, is kept as text. */
        function $json(text: string): any {
          if (!/\d{16}|e\+?\d{3}/i.test(text)) return JSON.parse(text);
          const kept: string[] = [];
          const value = JSON.parse(text, (key, value, context?: any) => {
            if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
            const source = context?.source ?? "";
            if (Number.isFinite(value) ? !/^-?\d+$/.test(source) : source === "") return value;
            kept.push(key);
            return source;
          });
          if (kept.length > 0) console.warn(`Numbers beyond 2^53 are kept as text: ${kept.slice(0, 10).join(", ")}`);
          return value;
        }
        """#
}
