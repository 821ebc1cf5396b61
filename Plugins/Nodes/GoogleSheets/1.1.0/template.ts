// Google Sheets API v4: https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets.values and …/spreadsheets/get
import {
  filled,
  flag,
  json,
  limitOf,
  NodeError,
  path,
  rawRequest,
  repeatsWrites,
  request,
  required,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

const none = {
  range: null,
  rows: null,
  count: null,
  hasMore: null,
  updatedRows: null,
  updatedCells: null,
  title: null,
  url: null,
  sheets: null,
};

function rowsOf(values: any): any[][] {
  if (!Array.isArray(values)) throw new NodeError("Google Sheets", { message: '"values" is no list' });
  return values.every(Array.isArray) && values.length > 0 ? values : [values];
}

export default async function (env: any, given: any) {
  const params = filled(given);
  const sheets: Vendor = {
    name: "Google Sheets",
    repeatsWrites: repeatsWrites(params),
    base: params.baseUrl || "https://sheets.googleapis.com",
    headers: { authorization: `Bearer ${secret(env, "GOOGLE_SHEETS_ACCESS_TOKEN")}` },
    failure: ({ error }) => ({ code: error?.status, message: error?.message }),
  };
  if (params.action === "Request") return await rawRequest(sheets, params);
  const { spreadsheetId } = params;
  const spreadsheet = spreadsheetId ? path`/v4/spreadsheets/${spreadsheetId}` : "";
  const range = () => required(spreadsheet, "spreadsheetId") + path`/values/${params.range}`;
  // A text that comes from elsewhere must not become a formula: RAW keeps it as it is.
  const query = { valueInputOption: params.valueInput || "RAW" };
  /** The sheet with its names of columns, which are its first row; cells are in the order of the names. */
  const sheet = `'${String(params.sheet ?? "").replaceAll("'", "''")}'`;
  const table = async () => {
    required(params.sheet, "sheet");
    const address = spreadsheet + path`/values/${sheet}`;
    const sending = { query: { majorDimension: "ROWS", valueRenderOption: "UNFORMATTED_VALUE" }, expects: "range" };
    const [names = [], ...rows] = ((await request(sheets, "GET", address, sending)).values ?? []) as any[][];
    return { names: names.map(String), rows };
  };
  const columnOf = (names: string[], name: unknown) => {
    const index = names.indexOf(String(name));
    if (index >= 0) return index;
    const known = names.map((one) => `"${one}"`).join(", ");
    throw new NodeError("Google Sheets", {
      message: `there is no column "${name}"; the first row has ${known || "none"}`,
    });
  };
  /** A row of an object; what it does not name is not changed. */
  const cells = (names: string[], row: any) => {
    const values: any[] = names.map(() => null);
    for (const [name, value] of Object.entries(row ?? {})) values[columnOf(names, name)] = value;
    return values;
  };
  const objectOf = (names: string[], row: any[], index: number) => ({
    rowNumber: index + 2,
    values: Object.fromEntries(names.map((name, column) => [name, row[column] ?? null])),
  });
  const matches = (names: string[], rows: any[][]) => {
    const column = columnOf(names, params.column);
    const wanted = String(params.equals ?? "");
    return rows.map((row, index) => ({ row, index })).filter(({ row }) => String(row[column] ?? "") === wanted);
  };
  const appended = async (values: any[][], address: string, repeatable = false) => {
    const sending = {
      query: { ...query, insertDataOption: "INSERT_ROWS" },
      json: { values },
      expects: "updates",
      repeatable,
    };
    const { updates } = await request(sheets, "POST", `${address}:append`, sending);
    return {
      ...none,
      spreadsheetId,
      range: updates.updatedRange ?? null,
      updatedRows: updates.updatedRows ?? 0,
      updatedCells: updates.updatedCells ?? 0,
    };
  };
  const batch = async (requests: unknown[], repeatable = false) =>
    await request(sheets, "POST", `${spreadsheet}:batchUpdate`, {
      json: { requests },
      expects: "replies[]",
      repeatable,
    });
  switch (params.action ?? "Read Rows") {
    case "Read Rows": {
      const limit = limitOf(params.limit, 1000);
      const query = { majorDimension: "ROWS", valueRenderOption: params.valueRender || "FORMATTED_VALUE" };
      const answer = await request(sheets, "GET", range(), { query, expects: "range" });
      const values: any[][] = answer.values ?? [];
      const names = flag(params.hasHeader) ? values[0]?.map(String) ?? [] : undefined;
      const all = names ? values.slice(1) : values;
      const rows = all.slice(0, limit).map((row) =>
        names ? Object.fromEntries(names.map((name, index) => [name, row[index] ?? null])) : row
      );
      return { ...none, spreadsheetId, range: answer.range, rows, count: rows.length, hasMore: all.length > limit };
    }
    case "Append Row":
      return await appended(rowsOf(json(params.values, "values")), range());
    case "Append Rows by Name": {
      const { names } = await table();
      const rows = json(required(params.row, "row"), "row");
      const values = (Array.isArray(rows) ? rows : [rows]).map((row) => cells(names, row));
      return await appended(values, spreadsheet + path`/values/${sheet}`);
    }
    case "Find Rows": {
      const { names, rows } = await table();
      const limit = limitOf(params.limit, 1000);
      const found = matches(names, rows).map(({ row, index }) => objectOf(names, row, index));
      return {
        ...none,
        spreadsheetId,
        found: found.slice(0, limit),
        count: found.length,
        hasMore: found.length > limit,
      };
    }
    case "Update Rows by Value":
    case "Append or Update Row": {
      const { names, rows } = await table();
      const row = json(required(params.row, "row"), "row");
      const found = matches(names, rows);
      if (found.length === 0 && params.action === "Append or Update Row") {
        const values = cells(names, { [String(params.column)]: params.equals, ...row });
        // Another attempt finds the row.
        return await appended([values], spreadsheet + path`/values/${sheet}`, true);
      }
      const data = found.map(({ index }) => ({ range: `${sheet}!A${index + 2}`, values: [cells(names, row)] }));
      if (data.length === 0) return { ...none, spreadsheetId, updatedRows: 0, updatedCells: 0 };
      const sending = { json: { ...query, data }, expects: "spreadsheetId", repeatable: true };
      const answer = await request(sheets, "POST", `${spreadsheet}/values:batchUpdate`, sending);
      const { totalUpdatedRows, totalUpdatedCells } = answer;
      return { ...none, spreadsheetId, updatedRows: totalUpdatedRows ?? 0, updatedCells: totalUpdatedCells ?? 0 };
    }
    case "Delete Rows by Value": {
      const query = { fields: "sheets.properties(sheetId,title)" };
      const { sheets: all } = await request(sheets, "GET", spreadsheet, { query, expects: "sheets[]" });
      const sheetId = all.find(({ properties }: any) => properties?.title === params.sheet)?.properties.sheetId;
      if (sheetId === undefined) {
        throw new NodeError("Google Sheets", { message: `there is no sheet "${params.sheet}"` });
      }
      const { names, rows } = await table();
      // From the last to the first: what is deleted moves the rows after it.
      const found = matches(names, rows).map(({ index }) => index + 1).reverse();
      const deletions = found.map((startIndex) => ({
        deleteDimension: { range: { sheetId, dimension: "ROWS", startIndex, endIndex: startIndex + 1 } },
      }));
      // Another attempt finds none of them.
      if (deletions.length > 0) await batch(deletions, true);
      return { ...none, spreadsheetId, updatedRows: found.length };
    }
    case "Add Sheet": {
      const { replies } = await batch([{ addSheet: { properties: { title: required(params.sheet, "sheet") } } }]);
      const { sheetId, title } = replies[0]?.addSheet?.properties ?? {};
      return { ...none, spreadsheetId, sheetId: sheetId ?? null, title: title ?? null };
    }
    case "Create Spreadsheet": {
      const json = { properties: { title: required(params.title, "title") } };
      const made = await request(sheets, "POST", "/v4/spreadsheets", { json, expects: "spreadsheetId" });
      return { ...none, spreadsheetId: made.spreadsheetId, title: params.title, url: made.spreadsheetUrl ?? null };
    }
    case "Update Row": {
      const sending = { query, json: { values: rowsOf(json(params.values, "values")) }, expects: "updatedRange" };
      const answer = await request(sheets, "PUT", range(), sending);
      return {
        ...none,
        spreadsheetId,
        range: answer.updatedRange,
        updatedRows: answer.updatedRows ?? 0,
        updatedCells: answer.updatedCells ?? 0,
      };
    }
    case "Clear Range": {
      const answer = await request(sheets, "POST", `${range()}:clear`, {
        json: {},
        expects: "clearedRange",
        repeatable: true,
      });
      return { ...none, spreadsheetId, range: answer.clearedRange };
    }
    case "Get Spreadsheet": {
      const query = { fields: "spreadsheetUrl,properties.title,sheets.properties" };
      const answer = await request(sheets, "GET", spreadsheet, { query, expects: "properties" });
      return {
        ...none,
        spreadsheetId,
        title: answer.properties.title ?? null,
        url: answer.spreadsheetUrl ?? null,
        sheets: (answer.sheets ?? []).map(({ properties }: any) => ({
          id: properties.sheetId,
          title: properties.title ?? null,
          rows: properties.gridProperties?.rowCount ?? null,
          columns: properties.gridProperties?.columnCount ?? null,
        })),
      };
    }
    default:
      throw unknownAction("Google Sheets", params.action);
  }
}
