import { use } from "./use.ts";

type Parameter = null | number | string | { base64: string };

interface Result {
  columns: string[];
  rows: unknown[][];
  meta: Record<string, unknown>;
}

/** A database as a member of `env`. */
export class D1Database {
  constructor(private readonly binding: string) {}

  prepare(sql: string): D1Statement {
    return new D1Statement(this.binding, String(sql));
  }

  /** In one transaction. */
  async batch(statements: D1Statement[]): Promise<unknown[]> {
    const results = await use(this.binding, "batch", { statements: statements.map(query) }) as Result[];
    return results.map(summary);
  }

  async exec(sql: string): Promise<{ count: number; duration: number }> {
    return await use(this.binding, "exec", { sql: String(sql) }) as { count: number; duration: number };
  }

  /** There is one copy of the database here: every session sees all that was written. */
  withSession(): D1Session {
    return new D1Session(this.binding);
  }

  dump(): never {
    throw new Error("D1_ERROR: dump is not offered; export the database with SQL");
  }
}

class D1Session extends D1Database {
  getBookmark(): string | null {
    return null;
  }
}

export class D1Statement {
  constructor(
    private readonly binding: string,
    readonly sql: string,
    readonly parameters: Parameter[] = [],
  ) {}

  bind(...values: unknown[]): D1Statement {
    return new D1Statement(this.binding, this.sql, values.map(parameter));
  }

  async all(): Promise<unknown> {
    return summary(await this.#run());
  }

  run(): Promise<unknown> {
    return this.all();
  }

  async first(column?: string): Promise<unknown> {
    const { columns, rows } = await this.#run();
    if (rows.length === 0) return null;
    if (column === undefined) return record(columns, rows[0]);
    const index = columns.lastIndexOf(column);
    if (index < 0) throw new Error(`D1_ERROR: There is no column "${column}"`);
    return value(rows[0][index]);
  }

  async raw(options: { columnNames?: boolean } = {}): Promise<unknown[][]> {
    const { columns, rows } = await this.#run();
    const values = rows.map((row) => row.map(value));
    return options.columnNames ? [columns, ...values] : values;
  }

  async #run(): Promise<Result> {
    return await use(this.binding, "query", query(this)) as Result;
  }
}

function query({ sql, parameters }: D1Statement) {
  return { sql, parameters };
}

function summary({ columns, rows, meta }: Result) {
  return { success: true, meta, results: rows.map((row) => record(columns, row)) };
}

function record(columns: string[], row: unknown[]): Record<string, unknown> {
  return Object.fromEntries(columns.map((name, index) => [name, value(row[index])]));
}

/** Bytes are read as an array of numbers. */
function value(found: unknown): unknown {
  return found !== null && typeof found === "object"
    ? [...Uint8Array.fromBase64((found as { base64: string }).base64)]
    : found;
}

/** "D1: Workers Binding API, type conversion" of Cloudflare's documentation. */
function parameter(given: unknown): Parameter {
  if (given === null || typeof given === "string" || typeof given === "number") return given;
  if (typeof given === "boolean") return given ? 1 : 0;
  if (given instanceof ArrayBuffer) return { base64: new Uint8Array(given).toBase64() };
  if (ArrayBuffer.isView(given)) {
    return { base64: new Uint8Array(given.buffer as ArrayBuffer, given.byteOffset, given.byteLength).toBase64() };
  }
  if (Array.isArray(given) && given.every((byte) => Number.isInteger(byte) && byte >= 0 && byte < 256)) {
    return { base64: Uint8Array.from(given).toBase64() };
  }
  throw new Error(`D1_TYPE_ERROR: Type '${typeof given}' not supported for value '${String(given)}'`);
}
