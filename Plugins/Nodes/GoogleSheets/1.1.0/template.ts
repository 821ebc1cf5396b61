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
  const spreadsheet = path`/v4/spreadsheets/${spreadsheetId}`;
  const range = () => spreadsheet + path`/values/${params.range}`;
  const query = { valueInputOption: params.valueInput || "USER_ENTERED" };
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
    case "Append Row": {
      const sending = {
        query: { ...query, insertDataOption: "INSERT_ROWS" },
        json: { values: rowsOf(json(params.values, "values")) },
        expects: "updates",
      };
      const { updates } = await request(sheets, "POST", `${range()}:append`, sending);
      return {
        ...none,
        spreadsheetId,
        range: updates.updatedRange ?? null,
        updatedRows: updates.updatedRows ?? 0,
        updatedCells: updates.updatedCells ?? 0,
      };
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
