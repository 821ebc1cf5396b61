// JSON texts of values.
extension RuntimeHelper {
    /// `JSON.stringify` makes `{}` or `null` of what JSON has no form for, and leaves out functions and symbols.
    static let writtenSource = #"""
        /** The JSON text of a value; what would be lost in it is an error that says where it is. */
        function $written(value: any, what: string): string | undefined {
          // First: it refuses values that go in circles.
          const text = JSON.stringify(value);
          const found = $lost(value, "");
          if (found !== undefined) throw new TypeError(`${what} is not JSON: ${found}`);
          return text;
        }

        /** What the JSON of a value does not have, and its place. */
        function $lost(value: any, path: string): string | undefined {
          const place = path === "" ? "" : ` at "${path}"`;
          if (typeof value === "number") return Number.isFinite(value) ? undefined : `${value}${place}`;
          if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value}${place}`;
          if (typeof value !== "object" || value === null || typeof value.toJSON === "function") return undefined;
          const members = Object.entries(value);
          if (!Array.isArray(value)) {
            const prototype = Object.getPrototypeOf(value);
            const tag = Object.prototype.toString.call(value).slice(8, -1);
            if (tag !== "Object") return `a ${tag}${place}`;
            // All that an object of a class holds may be private.
            if (members.length === 0 && prototype !== null && prototype !== Object.prototype) {
              return `a ${value.constructor?.name || "class instance"}${place}`;
            }
          }
          for (const [name, member] of members) {
            const found = $lost(member, Array.isArray(value) ? `${path}[${name}]` : path === "" ? name : `${path}.${name}`);
            if (found !== undefined) return found;
          }
          return undefined;
        }
        """#
}
