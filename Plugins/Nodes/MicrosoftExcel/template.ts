// Microsoft Graph, Excel: https://learn.microsoft.com/en-us/graph/api/resources/excel (range, table, worksheet), files:
// https://learn.microsoft.com/en-us/graph/api/driveitem-search
import {
  collect,
  filled,
  flag,
  graphList,
  graphVendor,
  json,
  limitOf,
  NodeError,
  odataText,
  path,
  rawRequest,
  request,
  required,
  secret,
  unknownAction,
  type Vendor,
  write,
} from "@millrace/node";

const none = {
  address: null,
  rows: null,
  columns: null,
  count: null,
  hasMore: null,
  index: null,
  worksheets: null,
  workbooks: null,
};

/** A cell as it is written: Excel reads a text that begins so as a formula, unless an apostrophe is before it. */
function cell(value: unknown, mayBeFormula: boolean): unknown {
  if (typeof value === "object" && value !== null) return JSON.stringify(value);
  return typeof value === "string" && /^[=+\-@']/.test(value) && !mayBeFormula && !Number.isFinite(Number(value))
    ? `'${value}`
    : value ?? "";
}

function grid(value: any, name: string, mayBeFormula: boolean): unknown[][] {
  if (!Array.isArray(value)) throw new NodeError("Excel", { message: `"${name}" is not a list` });
  const rows = value.length > 0 && value.every(Array.isArray) ? value : [value];
  return rows.map((row) => row.map((item: unknown) => cell(item, mayBeFormula)));
}

/** Rows as objects by the names of the columns; a column without a name is numbered. */
function named(columns: string[], rows: unknown[][]): Record<string, unknown>[] {
  return rows.map((row) =>
    Object.fromEntries(row.map((value, index) => [columns[index] || `column${index + 1}`, value]))
  );
}

/** A range of a worksheet: its address is a text in an expression. */
function rangeOf(sheet: string, address: unknown): string {
  return `${sheet}/range(address=${encodeURIComponent(odataText(required(address, "range")))})`;
}

async function appended(excel: Vendor, table: string, params: any) {
  const mayBeFormula = flag(params.formulas) ?? false;
  const given = json(required(params.rows, "rows"), "rows");
  let rows = Array.isArray(given) ? given : [given];
  if (rows.some((row) => typeof row === "object" && row !== null && !Array.isArray(row))) {
    const answer = await request(excel, "GET", `${table}/columns`, { query: { $select: "name" }, expects: "value[]" });
    const columns: string[] = answer.value.map(({ name }: any) => name);
    const unknown = rows.flatMap((row) => Object.keys(row)).find((name) => !columns.includes(name));
    if (unknown !== undefined) {
      throw new NodeError("Excel", {
        message: `The table has no column "${unknown}". Its columns: ${columns.join(", ")}`,
      });
    }
    // A cell without a value keeps the formula of its column.
    rows = rows.map((row) => columns.map((name) => row[name] === undefined ? null : cell(row[name], mayBeFormula)));
  } else {
    rows = grid(rows, "rows", mayBeFormula);
  }
  const answer = await write(excel, params, "POST", `${table}/rows`, {
    json: { index: null, values: rows },
    expects: "values",
  });
  return { ...none, index: answer.index ?? null, count: rows.length };
}

async function readTable(excel: Vendor, table: string, limit: number) {
  const { value } = await request(excel, "GET", `${table}/columns`, { query: { $select: "name" }, expects: "value[]" });
  const columns = value.map(({ name }: any) => String(name));
  const { items, hasMore } = await collect(limit, async (skip: number = 0, missing) => {
    const query = { $top: Math.min(missing, 1000), $skip: skip };
    const answer = await request(excel, "GET", `${table}/rows`, { query, expects: "value[]" });
    const rows: any[] = answer.value.map(({ values }: any) => values[0]);
    // Whatever the page has, the next begins after it; an empty one is the end.
    return { items: rows, next: rows.length > 0 && skip + rows.length };
  });
  return { ...none, columns, rows: named(columns, items), count: items.length, hasMore };
}

export default async function (env: any, params: any) {
  const excel = graphVendor("Excel", secret(env, "EXCEL_ACCESS_TOKEN"), params);
  const drive = params.driveId ? path`/v1.0/drives/${params.driveId}` : "/v1.0/me/drive";
  const workbook = () => drive + path`/items/${params.workbookId}/workbook`;
  const sheet = () => workbook() + path`/worksheets/${params.worksheet}`;
  const table = () => workbook() + path`/tables/${params.table}`;
  switch (params.action ?? "Read Rows") {
    case "Read Rows": {
      const limit = limitOf(params.limit, 1000);
      const kind = ["text", "formulas"].includes(params.valuesAs) ? params.valuesAs : "values";
      const address = params.range ? rangeOf(sheet(), params.range) : `${sheet()}/usedRange(valuesOnly=true)`;
      const answer = await request(excel, "GET", address, {
        query: { $select: `address,${kind}` },
        expects: `${kind}[]`,
      });
      const all: unknown[][] = answer[kind];
      const columns = flag(params.hasHeader) ?? true ? (all[0] ?? []).map(String) : null;
      const rows = columns ? all.slice(1) : all;
      const kept = rows.slice(0, limit);
      return {
        ...none,
        address: answer.address ?? null,
        columns,
        rows: columns ? named(columns, kept) : kept,
        count: kept.length,
        hasMore: rows.length > limit,
      };
    }
    case "Read Table":
      return await readTable(excel, table(), limitOf(params.limit, 1000));
    case "Append Rows":
      return await appended(excel, table(), params);
    case "Update Range": {
      const values = grid(json(required(params.values, "values"), "values"), "values", flag(params.formulas) ?? false);
      const sending = { json: { values }, expects: "address" };
      const answer = await request(excel, "PATCH", rangeOf(sheet(), params.changedRange), sending);
      return { ...none, address: answer.address, count: values.length };
    }
    case "Clear Range": {
      const sending = { json: { applyTo: params.apply || "Contents" } };
      await request(excel, "POST", `${rangeOf(sheet(), params.changedRange)}/clear`, sending);
      return { ...none, address: params.changedRange };
    }
    case "Delete Range": {
      const sending = { json: { shift: params.shift || "Up" } };
      await write(excel, params, "POST", `${rangeOf(sheet(), params.changedRange)}/delete`, sending);
      return { ...none, address: params.changedRange };
    }
    case "List Worksheets": {
      const { value } = await request(excel, "GET", `${workbook()}/worksheets`, { expects: "value[]" });
      return { ...none, worksheets: value.map(sheetOf) };
    }
    case "Add Worksheet": {
      const sending = { json: filled({ name: params.name }), expects: "id" };
      return {
        ...none,
        worksheets: [sheetOf(await write(excel, params, "POST", `${workbook()}/worksheets`, sending))],
      };
    }
    case "Find Workbooks": {
      const address = `${drive}/root/search(q=${encodeURIComponent(odataText(params.search || ".xlsx"))})`;
      const { items, hasMore } = await graphList(excel, address, limitOf(params.limit, 1000), {
        query: { $select: "id,name,webUrl,lastModifiedDateTime,parentReference,file" },
      });
      const workbooks = items.filter(({ name, file }) => file && /\.xls[xm]$/i.test(name)).map((item) => ({
        id: item.id,
        name: item.name,
        driveId: item.parentReference?.driveId ?? null,
        url: item.webUrl ?? null,
        modifiedAt: item.lastModifiedDateTime ?? null,
      }));
      return { ...none, workbooks, hasMore };
    }
    case "Request":
      return await rawRequest(excel, params);
    default:
      throw unknownAction("Excel", params.action);
  }
}

function sheetOf({ id, name, position, visibility }: any) {
  return { id, name: name ?? null, position: position ?? null, visibility: visibility ?? null };
}
