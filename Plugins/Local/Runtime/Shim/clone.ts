// What a structured clone keeps and JSON does not: "Workflows: Workers API, returning state" of Cloudflare's
// documentation.
import { bytesOf } from "./bytes.ts";

/** A value in JSON, and what in it is of another type than its JSON: inner values before those that they are in. */
export interface TypedValue {
  types: [path: (string | number)[], type: string][];
  value: unknown;
}

/** Why a value is not kept, and where in it. */
export class NotCloneable extends Error {}
/** A value has more levels than were allowed. */
export class TooDeep extends Error {}

type Path = (string | number)[];

/** Whether a value's JSON is all there is of it. What is nested deeper than `levels` is not looked at. */
export function isPlain(value: unknown, levels: number): boolean {
  switch (typeof value) {
    case "string":
    case "boolean":
      return true;
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0);
    case "object":
      break;
    default:
      return false;
  }
  if (value === null) return true;
  if (levels === 0) return false;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) if (!isPlain(value[index], levels - 1)) return false;
    return true;
  }
  if (!isRecord(value)) return false;
  for (const name of Object.keys(value)) {
    const member = value[name];
    if (member !== undefined && !isPlain(member, levels - 1)) return false;
  }
  return true;
}

/**
 * A `BigInt` is refused as in JSON: what reads the value of a step through the API has no number for it.
 * @throws {NotCloneable} At what a structured clone has no form for.
 */
export function typed(value: unknown, levels: number): TypedValue {
  const types: TypedValue["types"] = [];
  const copy = new Copy(levels, (value, path, inner) => {
    const [form, type] = formOf(value, inner);
    if (type !== undefined) types.push([[...path], type]);
    return form;
  });
  return { types, value: copy.of(value) };
}

/**
 * A value as JSON has it: with the text of what writes itself as JSON.
 * @throws {NotCloneable} At what JSON would lose.
 */
export function jsonOf(value: unknown, levels: number): unknown {
  return new Copy(levels, (value, _, inner) => {
    if (typeof value === "bigint") throw new NotCloneable("Do not know how to serialize a BigInt");
    // In an array; JSON has `null` there.
    if (value === undefined) return null;
    if (Object.is(value, -0)) return 0;
    if (typeof value === "object" && value !== null) {
      const writes = Reflect.get(value, "toJSON");
      if (typeof writes === "function") return inner(writes.call(value, ""), []);
      // JSON has the members of an object of a class.
      if (tag(value) === "Object" && Object.keys(value).length > 0) return inner({ ...value }, []);
    }
    throw new NotCloneable(kind(value));
  }).of(value);
}

/** What {@link typed} was given. */
export function revived({ types, value }: TypedValue): unknown {
  const root = [value] as unknown[];
  for (const [path, type] of types) {
    let holder = root as unknown as Record<string | number, unknown>;
    let name: string | number = 0;
    for (const part of path) {
      holder = holder[name] as Record<string | number, unknown>;
      name = part;
    }
    holder[name] = revive(type, holder[name]);
  }
  return root[0];
}

/** Copies arrays and plain objects; `form` makes something of everything else that is not JSON. */
class Copy {
  /** Of what is being copied. */
  readonly #path: Path = [];
  /** What that is in. */
  readonly #outer = new Set<unknown>();

  constructor(
    private readonly levels: number,
    private readonly form: (value: unknown, path: Path, inner: (value: unknown, path: Path) => unknown) => unknown,
  ) {}

  of(value: unknown): unknown {
    if (typeof value !== "object" || value === null) {
      return isPlain(value, 0) ? value : this.#located(() => this.form(value, this.#path, this.#inner));
    }
    if (this.#outer.has(value)) this.#located(() => this.#refuse("a circular reference"));
    if (this.#outer.size >= this.levels) throw new TooDeep();
    this.#outer.add(value);
    const copied = Array.isArray(value)
      ? Array.from(value, (item, index) => this.#inner(item, [index]))
      : isRecord(value)
      ? this.#members(value)
      : this.#located(() => this.form(value, this.#path, this.#inner));
    this.#outer.delete(value);
    return copied;
  }

  #members(value: Record<string, unknown>): unknown {
    // Without a prototype: a member may be called "__proto__".
    const copied: Record<string, unknown> = Object.create(null);
    for (const name of Object.keys(value)) {
      const member = value[name];
      if (member !== undefined) copied[name] = this.#inner(member, [name]);
    }
    return copied;
  }

  readonly #inner = (value: unknown, path: Path): unknown => {
    this.#path.push(...path);
    const copied = this.of(value);
    this.#path.length -= path.length;
    return copied;
  };

  #refuse(reason: string): never {
    throw new NotCloneable(reason);
  }

  /** The innermost place counts. */
  #located<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof NotCloneable) || error.cause !== undefined || this.#path.length === 0) throw error;
      throw new NotCloneable(`${error.message} at "${spelled(this.#path)}"`, { cause: error });
    }
  }
}

/** The JSON of what is no plain JSON, and what it is. */
function formOf(value: unknown, inner: (value: unknown, path: Path) => unknown): [form: unknown, type?: string] {
  switch (typeof value) {
    case "undefined":
      return [null, "undefined"];
    case "number":
      // Zero to who reads the JSON alone: a text would be joined where another workflow adds to it.
      return Object.is(value, -0) ? [0, "-0"] : [String(value), "number"];
    case "object":
      break;
    default:
      throw new NotCloneable(kind(value));
  }
  if (value instanceof Date) return [Number.isNaN(value.getTime()) ? String(value) : value.toISOString(), "Date"];
  if (value instanceof Map) {
    return [Array.from(value, ([key, item], index) => [inner(key, [index, 0]), inner(item, [index, 1])]), "Map"];
  }
  if (value instanceof Set) return [Array.from(value, (item, index) => inner(item, [index])), "Set"];
  if (value instanceof RegExp) return [String(value), "RegExp"];
  if (value instanceof Error) {
    const { name, message, cause } = value;
    return [{ name, message, ...cause === undefined ? {} : { cause: inner(cause, ["cause"]) } }, "Error"];
  }
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
    return [bytesOf(value).toBase64(), tag(value)];
  }
  throw new NotCloneable(kind(value));
}

function revive(type: string, form: unknown): unknown {
  switch (type) {
    case "undefined":
      return undefined;
    case "number":
      return Number(form);
    case "-0":
      return -0;
    case "Date":
      return new Date(form as string);
    case "Map":
      return new Map(form as [unknown, unknown][]);
    case "Set":
      return new Set(form as unknown[]);
    case "RegExp": {
      const [, source, flags] = /^\/(.*)\/(\w*)$/s.exec(form as string)!;
      return new RegExp(source, flags);
    }
    case "Error": {
      const { name, message, ...options } = form as { name: string; message: string; cause?: unknown };
      const known = errors.find((type) => type.name === name) ?? Error;
      const error = new known(message, options);
      if (error.name !== name) {
        Object.defineProperty(error, "name", { value: name, writable: true, configurable: true });
      }
      return error;
    }
  }
  const { buffer } = Uint8Array.fromBase64(form as string);
  return type === "ArrayBuffer" ? buffer : new views[type](buffer);
}

const errors = [EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError];

/** Of `ArrayBuffer`, by name. */
const views: Record<string, new (buffer: ArrayBuffer) => ArrayBufferView> = {
  BigInt64Array,
  BigUint64Array,
  DataView,
  Float16Array,
  Float32Array,
  Float64Array,
  Int16Array,
  Int32Array,
  Int8Array,
  Uint16Array,
  Uint32Array,
  Uint8Array,
  Uint8ClampedArray,
};

/** Whether a value is an object of no class. */
function isRecord(value: object): value is Record<string, unknown> {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** What a value is, for people. */
function kind(value: unknown): string {
  if (typeof value === "bigint") return "a BigInt";
  if (typeof value !== "object" || value === null) {
    return typeof value === "number" ? String(value) : `a ${typeof value}`;
  }
  const name = tag(value) === "Object" ? value.constructor?.name || "class instance" : tag(value);
  return `${/^[AEIO]/.test(name) && name !== "Error" ? "an" : "a"} ${name}`;
}

/** What the language calls an object. */
const tag = (value: object): string => Object.prototype.toString.call(value).slice(8, -1);

/** A path as code has it. */
function spelled(path: Path): string {
  return path.map((part, index) =>
    typeof part === "number"
      ? `[${part}]`
      : /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(part)
      ? `${index === 0 ? "" : "."}${part}`
      : `[${JSON.stringify(part)}]`
  ).join("");
}
