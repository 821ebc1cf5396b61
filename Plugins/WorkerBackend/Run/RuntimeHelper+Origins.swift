// Hosts of requests.
extension RuntimeHelper {
    /// The parts of a URL by its grammar: https://url.spec.whatwg.org/#url-parsing
    static let originSource = #"""
        /**
         * The scheme, host and port of a URL. A value in them leads to no other host than the text around it; one that comes
         * first is the whole, and what follows another value may begin the path.
         */
        function $origin(texts: string[], values: [value: any, expression: string, isSetting?: boolean][]): string {
          let url = texts[0];
          for (const [index, [value, expression, isSetting]] of values.entries()) {
            const text = $text(value);
            const after = texts.slice(index + 1).join("");
            const isBase = url === "" && (after === "" || isSetting === true) && !after.startsWith("://");
            // A setting of the program may be a host with a path, too.
            const isHost = isSetting === true && after === "" && url.endsWith("://");
            const isInPath = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\\]+[/?#\\]/i.test(url);
            const isAfterHost = index > 0 && texts[index] === "" && /^[a-z][a-z0-9+.-]*:\/\/[^/?#\\]+$/i.test(url);
            const isPath = isAfterHost && after === "" && /^([/?#]|$)/.test(text);
            if (isAfterHost && !isPath && !isSetting && texts.slice(0, index).every((part) => part === "")) {
              throw new Error(`${expression} follows the host of the URL; expected a path, which begins with "/"`);
            }
            if (!isBase && !isHost && !isInPath && !isPath) $checkHost(url, value, text, after, expression);
            url += text + texts[index + 1];
          }
          return url;
        }

        /** Refuses a value that would end the host, or be what it does not look like: a user, a port, a path. */
        function $checkHost(before: string, value: any, text: string, after: string, expression: string): void {
          const what = `${expression} in the host of the URL`;
          if (value === undefined || value === null) throw new Error(`${what} is ${value}; expected a value`);
          if (before === "" && after.startsWith("://")) {
            if (/^[a-z][a-z0-9+.-]*$/i.test(text)) return;
            throw new Error(`${expression} is not the scheme of a URL; expected http or https`);
          }
          // What comes first may have the scheme.
          const [scheme] = before === "" ? /^[a-z][a-z0-9+.-]*:\/\//i.exec(text) ?? [""] : [""];
          const part = text.slice(scheme.length);
          const [wrong] = /[/?#@\\\s\u0000-\u001f\u007f-\u009f]/u.exec(part) ?? [];
          if (wrong !== undefined) {
            throw new Error(`${what} holds ${JSON.stringify(wrong)}, which leads to another address; expected a part of a host's name`);
          }
          // Before an "@" a colon parts the user and the password, in brackets the parts of an address, else host and port.
          if (!part.includes(":") || after.includes("@")) return;
          const host = before.replace(/^[^:]*:\/\//, "").replace(/^.*@/, "") + part;
          const isAddress = /^\[[\da-f:.]+\]$/i.test(host) && (after === "" || after.startsWith(":"));
          if (isAddress || after === "" && /^(\[[\da-f:.]+\]|[^:[\]]+):\d*$/i.test(host)) return;
          throw new Error(`${what} holds ":" where no port may be; expected a part of a host's name`);
        }
        """#
}
