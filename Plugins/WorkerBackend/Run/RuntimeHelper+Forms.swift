// Forms in parts that requests send.
extension RuntimeHelper {
    /// What parsers of forms pass over differs: each part is checked to be one of the form's fields.
    static let formSource = #"""
        /** The fields of a `multipart/form-data` body. */
        async function $form(bytes: Uint8Array, type: string): Promise<any> {
          const parts = $parts(bytes, type);
          let form: FormData;
          try {
            form = await new Response(bytes as any, { headers: { "content-type": type } }).formData();
          } catch (error: any) {
            throw $refusal(400, `Request body is not a valid form: ${error.message}`);
          }
          for (const [name, value] of form) {
            if (typeof value !== "string") throw $refusal(415, `"${name}" is a file; expected a form without files`);
          }
          const read = [...form].length;
          if (read !== parts) throw $refusal(400, `Request body is not a valid form: ${read} of its ${parts} parts could be read`);
          try {
            new TextDecoder("utf-8", { fatal: true }).decode(bytes);
          } catch {
            const [name] = [...form].find(([name, value]) => `${name}${value}`.includes("\ufffd")) ?? [""];
            throw $refusal(400, `The form's field ${JSON.stringify(name)} is not valid text in utf-8`);
          }
          return $fields(form as Iterable<[string, any]>);
        }

        /** How many parts a form has: a whole one (RFC 2046, 5.1.1), each of whose parts has a name (RFC 7578, 4.2). */
        function $parts(bytes: Uint8Array, type: string): number {
          const [, quoted, plain] = /;\s*boundary\s*=\s*(?:"([^"]+)"|([^\s;"]+))/i.exec(type) ?? [];
          const boundary = quoted ?? plain;
          const invalid = (reason: string) => $refusal(400, `Request body is not a valid form: ${reason}`);
          if (boundary === undefined) throw invalid("its content type names no boundary");
          const text = new TextDecoder("latin1").decode(bytes);
          const line = new RegExp(`(?:^|\\r\\n)--${boundary.replace(/\W/g, "\\$&")}(--)?[ \\t]*(?=\\r\\n|$)`, "g");
          const delimiters = [...text.matchAll(line)];
          const end = delimiters.findIndex(([, closing]) => closing !== undefined);
          if (end < 0) throw invalid(`it ends before its closing boundary --${boundary}--`);
          for (let part = 0; part < end; part++) {
            const start = delimiters[part].index + delimiters[part][0].length;
            const [headers, ...content] = text.slice(start, delimiters[part + 1].index).split("\r\n\r\n");
            if (content.length === 0) throw invalid(`part ${part + 1} has no empty line after its headers`);
            if (!/^content-disposition\s*:[^\r\n]*;\s*name\s*=\s*(?!"")[^\s;]/im.test(headers)) {
              throw invalid(`part ${part + 1} has no name; expected content-disposition: form-data; name="…"`);
            }
          }
          return end;
        }
        """#
}
