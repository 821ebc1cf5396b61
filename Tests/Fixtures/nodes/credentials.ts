// Credentials of programs against an authorization server that keeps time of its own. Prints what happened.
import { authorized, sendAuthorized, withCredential } from "./node-library/mod.ts";

const results: Record<string, unknown> = {};

// The program's clock, which the server's may differ from.
let clock = Date.UTC(2026, 10, 29);
Date.now = () => clock;
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...values: any[]) {
    super(...(values.length === 0 ? [clock] : values) as [any]);
  }
  static override now = () => clock;
} as any;

/** Tokens by their ends, in milliseconds of the server's clock. */
const tokens = new Map<string, number>();
const requests: { url: string; form: URLSearchParams; headers: Headers; text: string }[] = [];
let skew = 0;
let life = 3_600;
let answer: ((request: Request, text: string) => Promise<Response> | Response) | undefined;

function token(name: string): Response {
  const access_token = `${name}-${tokens.size + 1}`;
  tokens.set(access_token, clock + skew + life * 1_000);
  return Response.json({ access_token, token_type: "Bearer", expires_in: life });
}

/** Whether a vendor takes a request: its token has not ended. */
function isAuthorized(request: Request): boolean {
  const name = request.headers.get("authorization")?.replace("Bearer ", "") ?? "";
  return (tokens.get(name) ?? 0) > clock + skew;
}

globalThis.fetch = async (input: any, init?: any) => {
  const request = new Request(input, init);
  const text = await request.clone().text();
  const { url, headers } = request;
  requests.push({ url, headers, text, form: new URLSearchParams(text) });
  if (answer) return await answer(request, text);
  return url.includes("/token") ? token(new URL(url).hostname.split(".")[0]) : new Response(null, {
    status: isAuthorized(request) ? 200 : 401,
  });
};

function environment(secrets: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(secrets).map(([name, secret]) => [
      `MILLRACE_CREDENTIAL_${name.toUpperCase().replaceAll("-", "_")}`,
      JSON.stringify(secret),
    ]),
  );
}

function client(host: string, more: Record<string, unknown> = {}) {
  return {
    kind: "token",
    tokenUrl: `https://${host}.test/token`,
    clientId: "i d",
    clientSecret: "s:cret",
    form: { grant_type: "client_credentials", scope: "a b" },
    ...more,
  };
}

async function failure(body: () => Promise<unknown>): Promise<unknown> {
  try {
    await body();
    return "none";
  } catch (error: any) {
    return [error.message, error.retryable];
  }
}

/** A vendor's API as a node calls it. */
async function call(env: any, name: string): Promise<number> {
  const answer: any = await sendAuthorized(env, name, async (authorize) => {
    const init: any = { method: "GET", headers: new Headers() };
    const url = new URL("https://api.test/things");
    await authorize(url, init);
    const response = await fetch(url, init);
    if (!response.ok) throw Object.assign(new Error("refused"), { status: response.status });
    return response.status;
  });
  return answer;
}

// One token for many requests; another after its end, and after a 401, once.
{
  const env = environment({ "first-one": client("first") });
  await call(env, "first-one");
  await call(env, "first-one");
  const [{ form, headers }] = requests;
  results.clientCredentials = [[...form], headers.get("authorization"), tokens.size];
  clock += 3_541_000;
  await call(env, "first-one");
  results.renewedBeforeTheEnd = tokens.size;
  tokens.set("first-2", 0);
  await call(env, "first-one");
  results.renewedAfterRefusal = tokens.size;
  life = 0.0001;
  answer = (request) => request.url.includes("/token") ? token("never") : new Response(null, { status: 401 });
  const before = requests.length;
  results.refusedTwice = [await failure(() => call(environment({ x: client("x") }), "x")), requests.length - before];
  answer = undefined;
  life = 3_600;
}

// The same client with its secret in the body, and one without a secret.
{
  requests.length = 0;
  await authorized(environment({ body: client("body", { clientAuthentication: "body" }) }), "body");
  await authorized(environment({ open: client("open", { clientSecret: undefined }) }), "open");
  results.clientInBody = requests.map(({ form, headers }) => [
    form.get("client_id"),
    form.get("client_secret"),
    headers.get("authorization"),
  ]);
}

// Two accounts of one vendor in one workflow, each with its own token, and a node that reads a variable.
{
  const env = { ...environment({ one: client("one"), two: client("two") }), OTHER: "kept" };
  const template = (env: any, params: any) => Promise.resolve([env.VENDOR_TOKEN.split("-")[0], env.OTHER, params]);
  results.twoAccounts = [
    await withCredential("one", { accessToken: "VENDOR_TOKEN" }, template)(env, 1, {}),
    await withCredential("two", { accessToken: "VENDOR_TOKEN" }, template)(env, 2, {}),
  ];
  const values = environment({ slack: { kind: "values", values: { SLACK_BOT_TOKEN: "xoxb-1", botName: "b" } } });
  results.values = await withCredential(
    "slack",
    { token: "SLACK_BOT_TOKEN", botName: "SLACK_NAME" },
    (env: any) => Promise.resolve([env.SLACK_BOT_TOKEN, env.SLACK_NAME]),
  )(values, {}, {});
}

// A node whose token was refused runs once more with another.
{
  let runs = 0;
  const env = environment({ node: client("node") });
  const run = withCredential("node", { accessToken: "T" }, (env: any) => {
    runs += 1;
    if (runs === 1) throw Object.assign(new Error("401"), { status: 401 });
    return Promise.resolve(env.T);
  });
  results.nodeRefused = [await run(env, {}, {}), runs];
  const stays = environment({ stays: { kind: "bearer", token: "t" } });
  runs = 0;
  const refused = withCredential("stays", { token: "T" }, () => {
    runs += 1;
    throw Object.assign(new Error("401"), { status: 401 });
  });
  results.keyRefused = [await failure(() => refused(stays, {}, {})), runs];
}

// API keys in their places.
{
  const sent = async (secret: unknown) => {
    requests.length = 0;
    answer = () => new Response(null, { status: 200 });
    await call(environment({ key: secret }), "key");
    answer = undefined;
    const [{ url, headers }] = requests;
    return [url, headers.get("authorization"), headers.get("x-key")];
  };
  results.apiKeys = [
    await sent({ kind: "bearer", token: "k1" }),
    await sent({ kind: "basic", user: "ada", password: "pässword" }),
    await sent({ kind: "header", name: "x-key", prefix: "Key ", token: "k3" }),
    await sent({ kind: "query", name: "key", token: "k 4" }),
  ];
}

// What is signed is signed by the key, for a moment that no server calls the future.
{
  const pem = (label: string, bytes: Uint8Array) =>
    `-----BEGIN ${label}-----\n${
      btoa(String.fromCharCode(...bytes)).replace(/(.{64})/g, "$1\n")
    }\n-----END ${label}-----\n`;
  const rsa: any = await crypto.subtle.generateKey(
    { name: "RSASSA-PKCS1-v1_5", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" },
    true,
    ["sign", "verify"],
  );
  const ec: any = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey("pkcs8", rsa.privateKey));
  const bytesOf = (text: string) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
  const verified = async (jwt: string, key: CryptoKey, algorithm: any) => {
    const [header, claims, signature] = jwt.split(".");
    const isSigned = await crypto.subtle.verify(
      algorithm,
      key,
      bytesOf(signature),
      new TextEncoder().encode(`${header}.${claims}`),
    );
    const parts = [header, claims].map((part) => JSON.parse(new TextDecoder().decode(bytesOf(part))));
    const { iat, exp, ...rest } = parts[1];
    const now = clock / 1_000 + skew / 1_000;
    return [isSigned, parts[0], rest, iat <= now && exp > now, exp - iat];
  };
  requests.length = 0;
  const assertion = {
    kind: "assertion",
    tokenUrl: "https://google.test/token",
    claims: { iss: "me@project", scope: "sheets", aud: "https://google.test/token" },
    keyId: "k1",
  };
  // The server's clock is behind the program's.
  skew = -20_000;
  await authorized(environment({ g: { ...assertion, privateKey: pem("PRIVATE KEY", pkcs8) } }), "g");
  // PKCS #1, which is in PKCS #8 after a head of 26 bytes.
  const bare = pem("RSA PRIVATE KEY", pkcs8.slice(26)).replaceAll("\n", "\\n");
  await authorized(environment({ h: { ...assertion, privateKey: bare } }), "h");
  const ecKey = new Uint8Array(await crypto.subtle.exportKey("pkcs8", ec.privateKey));
  await authorized(
    environment({ e: { ...assertion, algorithm: "ES256", privateKey: pem("PRIVATE KEY", ecKey) } }),
    "e",
  );
  const [first, second, third] = requests.map(({ form }) => form.get("assertion") ?? "");
  const rsaAlgorithm = { name: "RSASSA-PKCS1-v1_5" };
  results.assertion = [
    requests[0].form.get("grant_type"),
    await verified(first, rsa.publicKey, rsaAlgorithm),
    (await verified(second, rsa.publicKey, rsaAlgorithm))[0],
    (await verified(third, ec.publicKey, { name: "ECDSA", hash: "SHA-256" }))[0],
  ];
  skew = 0;
  results.badKey = await failure(() => authorized(environment({ b: { ...assertion, privateKey: "no key" } }), "b"));

  requests.length = 0;
  answer = (request) => {
    const isApp = request.headers.get("authorization")?.split(".").length === 3;
    const expires_at = new RealDate(clock + 3_600_000).toISOString();
    return isApp ? Response.json({ token: "ghs_1", expires_at }) : new Response(null, { status: 403 });
  };
  const app = { kind: "githubApp", appId: "7", installationId: "9", privateKey: pem("PRIVATE KEY", pkcs8) };
  const made = await authorized(environment({ app }), "app");
  const key = requests[0].headers.get("authorization")?.slice(7) ?? "";
  results.githubApp = [
    requests[0].url,
    made.values,
    made.seconds,
    (await verified(key, rsa.publicKey, rsaAlgorithm))[0],
  ];
  answer = undefined;
}

// A role of AWS: keys for an hour, with which requests are signed.
{
  requests.length = 0;
  answer = (request) =>
    request.url.includes("sts.")
      ? Response.json({
        AssumeRoleResponse: {
          AssumeRoleResult: {
            Credentials: {
              AccessKeyId: "ASIA1",
              SecretAccessKey: "secret",
              SessionToken: "session",
              Expiration: clock / 1_000 + 3_600,
            },
          },
        },
      })
      : new Response(null, { status: 200 });
  const aws = {
    kind: "aws",
    accessKeyId: "AKIA1",
    secretAccessKey: "s",
    region: "eu-west-1",
    service: "execute-api",
    roleArn: "arn:aws:iam::1:role/r",
  };
  const env = environment({ aws });
  await call(env, "aws");
  await call(env, "aws");
  const [role, first] = requests;
  results.aws = [
    requests.length,
    role.form.get("Action"),
    role.headers.get("authorization")?.split(",")[0].replace(/\/\d{8}\//, "/DATE/"),
    first.headers.get("authorization")?.split("/")[0],
    first.headers.get("x-amz-security-token"),
  ];
  const nodes = withCredential(
    "aws",
    { accessKeyId: "S3_ACCESS_KEY_ID", secretAccessKey: "S3_SECRET_ACCESS_KEY", sessionToken: "S3_SESSION_TOKEN" },
    (env: any) => Promise.resolve([env.S3_ACCESS_KEY_ID, env.S3_SECRET_ACCESS_KEY, env.S3_SESSION_TOKEN]),
  );
  results.awsNode = await nodes(env, {}, {});
  answer = undefined;
}

// Revoked at the vendor: a person has to consent again, and no attempt gets through.
{
  answer = () => Response.json({ error: "invalid_grant", error_description: "rt-1 is spent" }, { status: 400 });
  const secret = client("gone", { form: { grant_type: "refresh_token", refresh_token: "rt-1" } });
  results.revoked = await failure(() => authorized(environment({ gone: secret }), "gone"));
  answer = () => new Response("busy", { status: 503, headers: { "retry-after": "7" } });
  results.busy = await failure(() => authorized(environment({ gone: secret }), "gone"));
  answer = undefined;
  results.missing = await failure(() => authorized({}, "no-such"));
}

// A changed credential is minted anew.
{
  const before = tokens.size;
  await authorized(environment({ c: client("c") }), "c");
  await authorized(environment({ c: client("c", { clientSecret: "another" }) }), "c");
  results.changed = tokens.size - before;
}

// Tokens of the server, for refresh tokens that are used once.
{
  requests.length = 0;
  let count = 0;
  answer = (request) =>
    request.url.startsWith("https://millrace.test")
      ? Response.json({ accessToken: `served-${++count}`, expiresIn: 3_600, values: { instanceUrl: "https://eu" } })
      : new Response(null, { status: request.headers.get("authorization") === "Bearer served-2" ? 200 : 401 });
  const env = {
    ...environment({ served: { kind: "server" } }),
    MILLRACE_TOKEN_URL: "https://millrace.test/api/tokens/d1",
    MILLRACE_TOKEN_KEY: "the-key",
  };
  await call(env, "served");
  const asked = requests.filter(({ url }) => url.startsWith("https://millrace.test"));
  results.served = asked.map(({ url, headers, text }) => {
    const { refused, ...rest } = JSON.parse(text);
    return [url, headers.get("authorization"), rest, refused?.length ?? 0];
  });
  answer = () => Response.json({ code: "credential.unauthorized", detail: "Authorize it." }, { status: 409 });
  results.servedRevoked = await failure(() =>
    authorized({ ...env, MILLRACE_CREDENTIAL_OTHER: '{"kind":"server"}' }, "other")
  );
  answer = undefined;
}

// Tokens that the provider asks the server for, and a role's keys with which requests are signed.
{
  const orders: any[] = [];
  const grants = [{ token: "asked-1" }, { token: "asked-2", instanceUrl: "https://eu" }];
  const keys = { accessKeyId: "ASIA2", secretAccessKey: "s", sessionToken: "session" };
  const given = {
    ...environment({
      asked: { kind: "server", changed: 1 },
      role: { kind: "server", changed: 1, signing: { region: "eu-west-1", service: "execute-api" } },
    }),
    MILLRACE_TOKENS: {
      token: (order: any) => {
        orders.push([order.credential, order.refused?.length ?? 0]);
        const values = order.credential === "role" ? keys : grants.shift();
        if (values === undefined) throw new Error("credential.unauthorized: Authorize it.");
        return Promise.resolve({ expiresIn: 3_600, values });
      },
    },
  };
  requests.length = 0;
  answer = (request) =>
    new Response(null, { status: request.headers.get("authorization") === "Bearer asked-1" ? 401 : 200 });
  await call(given, "asked");
  await call(given, "role");
  results.provider = [
    [...orders],
    requests.map(({ headers }) => headers.get("authorization")?.split("/")[0]),
    (await authorized(given, "asked")).values,
  ];
  clock += 3_600_000;
  results.providerRevoked = await failure(() => authorized(given, "asked"));
  results.unauthorized = await failure(() => authorized(environment({ off: { kind: "unauthorized" } }), "off"));
  results.noKey = await failure(() => authorized(environment({ keyless: { kind: "server", changed: 2 } }), "keyless"));
  answer = undefined;
}

// A week of hours: six nodes, each with its own account; no request has a token that has ended.
{
  const names = ["google-sheets", "google-calendar", "firestore", "teams", "salesforce", "shopify"];
  const env = environment(Object.fromEntries(names.map((name) => [name, client(name.replace("-", ""))])));
  const lives: Record<string, number> = { salesforce: 7_200, shopify: 86_400 };
  let refused = 0;
  answer = (request) => {
    if (request.url.includes("/token")) {
      const host = new URL(request.url).hostname.split(".")[0];
      life = lives[host] ?? 3_600;
      return token(host);
    }
    if (isAuthorized(request)) return new Response(null, { status: 200 });
    refused += 1;
    return new Response(null, { status: 401 });
  };
  const before = tokens.size;
  for (let hour = 0; hour < 168; hour++) {
    for (const name of names) await call(env, name);
    clock += 3_600_000;
  }
  results.week = [tokens.size - before, refused];
  answer = undefined;
  life = 3_600;
}

console.log(JSON.stringify(results));
