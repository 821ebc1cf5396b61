// The six nodes whose vendors' tokens end within hours, each with a credential, called every twenty minutes of a week. The
// vendor keeps time of its own, and refuses every token that has ended by it.
import { withCredential } from "@millrace/node";
import calendar from "./GoogleCalendar.ts";
import firestore from "./FirebaseFirestore.ts";
import salesforce from "./Salesforce.ts";
import sheets from "./GoogleSheets.ts";
import shopify from "./Shopify.ts";
import teams from "./MicrosoftTeams.ts";

let clock = Date.UTC(2026, 10, 29);
Date.now = () => clock;
// Half a minute ahead of the program.
const skew = 30_000;

interface Node {
  run: any;
  /** Variables by fields, as the node's definition has them. */
  variables: Record<string, string>;
  params: Record<string, unknown>;
  host: string;
  /** Seconds for which the vendor's tokens are valid. */
  life: number;
  answer: unknown;
}

const nodes: Record<string, Node> = {
  sheets: {
    run: sheets,
    variables: { accessToken: "GOOGLE_SHEETS_ACCESS_TOKEN" },
    params: { action: "Read Rows", spreadsheetId: "s", range: "A1" },
    host: "sheets.googleapis.com",
    life: 3_600,
    answer: { range: "A1", values: [["one"]] },
  },
  calendar: {
    run: calendar,
    variables: { accessToken: "GOOGLE_CALENDAR_ACCESS_TOKEN" },
    params: { action: "Get Event", eventId: "e" },
    host: "www.googleapis.com",
    life: 3_600,
    answer: { id: "e" },
  },
  firestore: {
    run: firestore,
    variables: { accessToken: "FIREBASE_ACCESS_TOKEN" },
    params: { action: "Get Document", projectId: "p", collection: "c", documentId: "d" },
    host: "firestore.googleapis.com",
    life: 3_600,
    answer: { name: "projects/p/databases/(default)/documents/c/d", fields: {} },
  },
  teams: {
    run: teams,
    variables: { webhookUrl: "TEAMS_WEBHOOK_URL", accessToken: "TEAMS_ACCESS_TOKEN" },
    params: { action: "List Channels", teamId: "t" },
    host: "graph.microsoft.com",
    life: 3_600,
    answer: { value: [{ id: "c" }] },
  },
  salesforce: {
    run: salesforce,
    variables: { instanceUrl: "SALESFORCE_INSTANCE_URL", accessToken: "SALESFORCE_ACCESS_TOKEN" },
    params: { action: "SOQL Query", query: "SELECT Id FROM Account" },
    host: "eu1.salesforce.test",
    life: 7_200,
    answer: { records: [{ Id: "1" }], totalSize: 1, done: true },
  },
  shopify: {
    run: shopify,
    variables: { accessToken: "SHOPIFY_ACCESS_TOKEN" },
    params: { action: "Get Product", shop: "mill", productId: "1" },
    host: "mill.myshopify.com",
    life: 86_400,
    answer: { data: { product: { id: "gid://shopify/Product/1" } } },
  },
};

/** Whose a token is, and when it ends by the vendor's clock. */
const tokens = new Map<string, { name: string; end: number }>();
const minted: Record<string, number> = {};
let refused = 0;

globalThis.fetch = async (input: any, init?: any) => {
  const request = new Request(input, init);
  const url = new URL(request.url);
  const [name] = url.hostname.split(".");
  if (url.pathname === "/token") {
    const form = new URLSearchParams(await request.text());
    if (form.get("refresh_token") !== `refresh-${name}`) {
      return Response.json({ error: "invalid_grant" }, { status: 400 });
    }
    minted[name] = (minted[name] ?? 0) + 1;
    const access_token = `access-${name}-${minted[name]}`;
    tokens.set(access_token, { name, end: clock + skew + nodes[name].life * 1_000 });
    const instance_url = name === "salesforce" ? "https://eu1.salesforce.test" : undefined;
    return Response.json({ access_token, expires_in: nodes[name].life, instance_url });
  }
  const sent = request.headers.get("x-shopify-access-token") ?? request.headers.get("authorization")?.slice(7) ?? "";
  const token = tokens.get(sent);
  if (token === undefined || token.end <= clock + skew || nodes[token.name].host !== url.hostname) {
    refused += 1;
    return Response.json({ error: { message: "the token has ended" } }, { status: 401 });
  }
  return Response.json(nodes[token.name].answer);
};

const env: Record<string, string> = {};
for (const name of Object.keys(nodes)) {
  env[`MILLRACE_CREDENTIAL_${name.toUpperCase()}`] = JSON.stringify({
    kind: "token",
    tokenUrl: `https://${name}.test/token`,
    clientId: "app",
    clientSecret: "secret",
    form: { grant_type: "refresh_token", refresh_token: `refresh-${name}` },
  });
}

const call = { attempt: 1, name: "n", runId: "r", signal: new AbortController().signal };
const calls: Record<string, number> = {};
const errors: string[] = [];
for (let third = 0; third < 3 * 24 * 7; third++) {
  for (const [name, { run, variables, params }] of Object.entries(nodes)) {
    try {
      await withCredential(name, variables, run)(env, params, call);
      calls[name] = (calls[name] ?? 0) + 1;
    } catch (error: any) {
      errors.push(`${name}: ${error.message}`);
    }
  }
  clock += 20 * 60_000;
}
console.log(JSON.stringify({ calls, minted, refused, errors: errors.slice(0, 5) }));
