// Neon: https://neon.com/docs/serverless/serverless-driver and CONFIG.md of neondatabase/serverless ("fetchEndpoint"), PlanetScale:
// README of planetscale/database-js, Turso: SQL over HTTP Reference, https://docs.turso.tech/sdk/http/reference, with The Hrana
// protocol specification (version 2). PostgreSQL's type ids: pg_type.dat.
import {
  actionSecret,
  basic,
  fromBase64,
  json,
  malformed,
  NodeError,
  rawRequest,
  request,
  required,
  secret,
  unknownAction,
  type Vendor,
  writing,
} from "@millrace/node";

interface Statement {
  sql: string;
  parameters: unknown[];
}

interface Result {
  rows: Record<string, unknown>[];
  columns: string[];
  count: number;
  insertId: string | null;
}

/** A database: how it is asked, and how its SQL is written. */
interface Database {
  vendor: Vendor;
  run: (statements: Statement[], send: Sender) => Promise<Result[]>;
  quote: (name: string) => string;
  placeholder: (index: number) => string;
  ignoring: (statement: string) => string;
}

/** The vendor to which a statement goes: writes are not sent to all again. */
type Sender = (vendor: Vendor) => Vendor;

const none = { rows: null, columns: null, count: null, insertId: null, results: null };

/** A number where it can hold the text, else the text: no digit is lost. */
function numberOrText(text: string): unknown {
  const number = Number(text);
  return Number.isSafeInteger(number) || /[.e]/i.test(text) || !Number.isFinite(number) ? number : text;
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function host(url: URL): string {
  return `https://${url.host}`;
}

function neon(url: URL, connection: string): Database {
  const headers = { "neon-connection-string": connection, "neon-raw-text-output": "true", "neon-array-mode": "true" };
  const failure = ({ code, message }: any) => ({ code, message });
  const vendor: Vendor = { name: "Neon", base: host(url), headers, failure };
  const value = (text: string | null, type: number): unknown => {
    if (text === null) return null;
    // bool; int8, int2, int4, float4, float8; json, jsonb. A numeric stays a text.
    if (type === 16) return text === "t";
    if ([20, 21, 23, 700, 701].includes(type)) return numberOrText(text);
    return type === 114 || type === 3802 ? JSON.parse(text) : text;
  };
  const result = ({ fields, rows, rowCount }: any): Result => {
    const columns = fields.map(({ name }: any) => name);
    const named = rows.map((row: any[]) =>
      Object.fromEntries(row.map((text, index) => [columns[index], value(text, fields[index].dataTypeID)]))
    );
    return { rows: named, columns, count: rowCount ?? rows.length, insertId: null };
  };
  const asked = ({ sql, parameters }: Statement) => ({ query: sql, params: parameters.map(asText) });
  return {
    vendor,
    quote: (name) => `"${name.replaceAll('"', '""')}"`,
    placeholder: (index) => `$${index + 1}`,
    ignoring: (statement) => `${statement} ON CONFLICT DO NOTHING`,
    run: async (statements, send) => {
      if (statements.length === 1) {
        const answer = await request(send(vendor), "POST", "/sql", { json: asked(statements[0]), expects: "rows[]" });
        return [result(answer)];
      }
      const sending = { json: { queries: statements.map(asked) }, expects: "results[]" };
      return (await request(send(vendor), "POST", "/sql", sending)).results.map(result);
    },
  };
}

function turso(url: URL, token: string): Database {
  const vendor: Vendor = {
    name: "Turso",
    base: host(url),
    headers: { authorization: `Bearer ${token}` },
    failure: ({ error, message, code }) => ({
      code,
      message: typeof error === "string" ? error : message ?? error?.message,
    }),
  };
  const argument = (value: unknown) => {
    if (value === null || value === undefined) return { type: "null" };
    if (typeof value === "boolean") return { type: "integer", value: value ? "1" : "0" };
    if (Number.isSafeInteger(value)) return { type: "integer", value: String(value) };
    return typeof value === "number" ? { type: "float", value } : { type: "text", value: asText(value) };
  };
  const value = (cell: any): unknown =>
    cell.type === "null"
      ? null
      : cell.type === "integer"
      ? numberOrText(cell.value)
      : cell.type === "blob"
      ? cell.base64
      : cell.value;
  const result = ({ cols, rows, affected_row_count, last_insert_rowid }: any): Result => {
    const columns = cols.map(({ name }: any, index: number) => name ?? `column${index + 1}`);
    const named = rows.map((row: any[]) => Object.fromEntries(row.map((cell, index) => [columns[index], value(cell)])));
    return {
      rows: named,
      columns,
      count: columns.length > 0 ? rows.length : affected_row_count,
      insertId: last_insert_rowid ?? null,
    };
  };
  const refused = ({ code, message }: any) =>
    new NodeError("Turso", { code, message, status: 200, retryable: code === "SQLITE_BUSY" });
  const stmt = ({ sql, parameters }: Statement) => ({ sql, args: parameters.map(argument) });
  return {
    vendor,
    quote: (name) => `"${name.replaceAll('"', '""')}"`,
    placeholder: () => "?",
    ignoring: (statement) => `${statement} ON CONFLICT DO NOTHING`,
    run: async (statements, send) => {
      const ok = (step: number) => ({ type: "ok", step });
      const steps = [{ sql: "BEGIN" }, ...statements.map(stmt), { sql: "COMMIT" }].map((stmt, index) => ({
        ...(index > 0 ? { condition: ok(index - 1) } : {}),
        stmt,
      }));
      // Of steps that failed nothing stays.
      const undo = { condition: { type: "not", cond: ok(steps.length - 1) }, stmt: { sql: "ROLLBACK" } };
      const isSingle = statements.length === 1;
      const asked = isSingle
        ? { type: "execute", stmt: stmt(statements[0]) }
        : { type: "batch", batch: { steps: [...steps, undo] } };
      const sending = { json: { requests: [asked, { type: "close" }] }, expects: "results.0.type" };
      const to = send(vendor);
      const { results: [answer] } = await request(to, "POST", "/v2/pipeline", sending);
      if (answer.type === "error") throw refused(answer.error);
      const found = answer.response?.result;
      if (!found) throw malformed("Turso", 200, to.repeatsWrites !== false);
      if (isSingle) return [result(found)];
      const error = found.step_errors.slice(0, steps.length).find(Boolean);
      if (error) throw refused(error);
      return found.step_results.slice(1, steps.length - 1).map(result);
    },
  };
}

/** A value in MySQL: String Literals, "Special Character Escape Sequences". */
function mysqlValue(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  const escapes: Record<string, string> = {
    "\0": "\\0",
    "\b": "\\b",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\x1a": "\\Z",
  };
  // deno-lint-ignore no-control-regex
  return `'${asText(value)!.replace(/[\0\b\n\r\t\x1a"'\\]/g, (c) => escapes[c] ?? `\\${c}`)}'`;
}

/** A statement with its values; a ? in a text, a name or a comment is none of them. */
function mysqlText({ sql, parameters }: Statement): string {
  let used = 0;
  const text = sql.replace(
    /'(?:[^'\\]|\\[^]|'')*'|"(?:[^"\\]|\\[^]|"")*"|`[^`]*`|--\s[^\n]*|#[^\n]*|\/\*[^]*?\*\/|\?/g,
    (found) => {
      if (found !== "?") return found;
      used += 1;
      return used <= parameters.length ? mysqlValue(parameters[used - 1]) : found;
    },
  );
  if (used === parameters.length) return text;
  throw new NodeError("PlanetScale", {
    message: `The statement has ${used} placeholders, but ${parameters.length} parameters`,
  });
}

function planetScale(url: URL): Database {
  const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  // So that no message repeats them.
  secret({ user }, "user");
  secret({ password }, "password");
  const passing = ["UNAVAILABLE", "RESOURCE_EXHAUSTED", "ABORTED", "DEADLINE_EXCEEDED"];
  const failure = ({ error, code, message }: any) => ({
    code: error?.code ?? code,
    message: error?.message ?? message,
  });
  const vendor: Vendor = {
    name: "PlanetScale",
    base: host(url),
    headers: { authorization: basic(user, password) },
    failure,
  };
  const execute = async (query: string, session: unknown, to = vendor) => {
    const answer = await request(to, "POST", "/psdb.v1alpha1.Database/Execute", { json: { query, session } });
    if (answer?.error) {
      const { code, message } = answer.error;
      throw new NodeError("PlanetScale", { code, message, status: 200, retryable: passing.includes(code) });
    }
    if (!answer?.session) throw malformed("PlanetScale", 200, to.repeatsWrites !== false);
    return answer;
  };
  const value = (bytes: Uint8Array, type: string): unknown => {
    if (type === "BLOB" || type === "BINARY" || type === "VARBINARY") return btoa(String.fromCharCode(...bytes));
    const text = new TextDecoder().decode(bytes);
    if (/^U?INT|^FLOAT|^YEAR$/.test(type)) return numberOrText(text);
    return type === "JSON" ? JSON.parse(text) : text;
  };
  const result = ({ fields = [], rows = [], rowsAffected, insertId }: any = {}): Result => {
    const columns = fields.map(({ name }: any) => name);
    const named = rows.map(({ lengths, values = "" }: any) => {
      const bytes = fromBase64(values);
      let offset = 0;
      return Object.fromEntries(lengths.map((text: string, index: number) => {
        const length = Number(text);
        const from = offset;
        offset += Math.max(0, length);
        return [
          columns[index],
          length < 0 ? null : value(bytes.slice(from, offset), fields[index].type ?? "NULL_TYPE"),
        ];
      }));
    });
    return {
      rows: named,
      columns,
      count: columns.length > 0 ? rows.length : Number(rowsAffected ?? 0),
      insertId: insertId ?? null,
    };
  };
  return {
    vendor,
    quote: (name) => `\`${name.replaceAll("`", "``")}\``,
    placeholder: () => "?",
    ignoring: (statement) => statement.replace(/^INSERT/, "INSERT IGNORE"),
    run: async (statements, send) => {
      const texts = statements.map(mysqlText);
      if (texts.length === 1) return [result((await execute(texts[0], null, send(vendor))).result)];
      // What is not committed has not happened, and may be tried again.
      let { session } = await execute("BEGIN", null);
      const results: Result[] = [];
      try {
        for (const text of texts) {
          const answer = await execute(text, session);
          session = answer.session;
          results.push(result(answer.result));
        }
      } catch (error) {
        await execute("ROLLBACK", session).catch(() => undefined);
        throw error;
      }
      await execute("COMMIT", session, send(vendor));
      return results;
    },
  };
}

function databaseOf(env: any, params: any): Database {
  const kind = params.database || "Neon";
  const connection = secret(env, "SQL_DATABASE_URL");
  let url: URL;
  try {
    // A scheme that is not known has no host.
    url = new URL(connection.replace(/^[a-z+]+:\/\//i, "https://"));
  } catch {
    throw new NodeError("SQL_DATABASE_URL", { message: "The connection string is not a valid URL" });
  }
  if (kind === "PlanetScale") return planetScale(url);
  return kind === "Turso" ? turso(url, actionSecret(env, "SQL_AUTH_TOKEN")) : neon(url, connection);
}

/** A statement that changes nothing may be sent again. */
function isReading(sql: string): boolean {
  return /^(select|values|table|show|describe|explain)\b/i.test(sql.replace(/^(\s|--[^\n]*\n|\/\*[^]*?\*\/)+/, ""));
}

function statementOf(value: any): Statement {
  const sql = String(required(value?.sql, "sql"));
  const parameters = json(value.parameters, "parameters") ?? [];
  if (Array.isArray(parameters)) return { sql, parameters };
  throw new NodeError("Parameters", { message: '"parameters" is not a list' });
}

function insertOf(database: Database, params: any): Statement {
  const rows = json(required(params.rows, "rows"), "rows");
  const list: any[] = Array.isArray(rows) ? rows : [rows];
  const columns = [...new Set(list.flatMap((row) => Object.keys(Object(row))))];
  if (columns.length === 0) throw new NodeError("Parameters", { message: '"rows" has no columns' });
  const table = String(required(params.table, "table")).split(".").map(database.quote).join(".");
  const tuples = list.map((_, row) =>
    `(${columns.map((_, index) => database.placeholder(row * columns.length + index)).join(", ")})`
  );
  const sql = `INSERT INTO ${table} (${columns.map(database.quote).join(", ")}) VALUES ${tuples.join(", ")}`;
  const parameters = list.flatMap((row) => columns.map((name) => row[name] ?? null));
  return { sql: params.onConflict === "ignore" ? database.ignoring(sql) : sql, parameters };
}

export default async function (env: any, params: any) {
  const database = databaseOf(env, params);
  const once: Sender = (vendor) => writing(vendor, params);
  switch (params.action ?? "Query") {
    case "Query": {
      const statement = statementOf(params);
      const [result] = await database.run([statement], isReading(statement.sql) ? (vendor) => vendor : once);
      return { ...none, ...result };
    }
    case "Transaction": {
      const statements = json(required(params.statements, "statements"), "statements");
      if (!Array.isArray(statements) || statements.length === 0) {
        throw new NodeError("Parameters", { message: '"statements" is not a list of {sql, parameters}' });
      }
      const results = await database.run(statements.map(statementOf), once);
      return { ...none, results, count: results.reduce((sum, { count }) => sum + count, 0) };
    }
    case "Insert Rows": {
      const [{ count, insertId }] = await database.run([insertOf(database, params)], once);
      return { ...none, count, insertId };
    }
    case "Request":
      return await rawRequest(database.vendor, params);
    default:
      throw unknownAction(database.vendor.name, params.action);
  }
}
