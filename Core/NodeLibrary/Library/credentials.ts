import { awsHeaders } from "./aws.ts";
import { type Failure, NodeError } from "./error.ts";
import { environmentWith } from "./fields.ts";
import { jwt } from "./jwt.ts";
import { request } from "./request.ts";
import { basic, hex, sha256 } from "./signing.ts";

/** What authorizes requests for a credential. */
export interface Authorization {
  /** By the names of a node's fields, or of variables; that of a token is `token`. */
  values: Record<string, string>;
  headers?: Record<string, string>;
  query?: Record<string, string>;
  /** Requests are signed with `values`, for one of AWS's services. */
  signing?: { region: string; service: string };
  /** Seconds until it ends; `undefined` when it does not. */
  seconds?: number;
}

/** An authorization that is used until it ends. */
interface Minted {
  secret: string;
  authorization: Authorization;
  /** Milliseconds since 1970. */
  end: number;
}

/** By variable, in memory only: another instance of the program mints its own. */
const minted = new Map<string, Minted>();

/**
 * What authorizes requests for a credential of the deployment. One that ends is renewed a minute before, or before the last
 * tenth of its time; and at once when it is the one that was refused.
 */
export async function authorized(
  env: any,
  name: string,
  refused?: Authorization,
): Promise<Authorization> {
  const variable = `MILLRACE_CREDENTIAL_${name.toUpperCase().replaceAll("-", "_")}`;
  const text = env[variable];
  const who = `Credential "${name}"`;
  if (typeof text !== "string") throw new NodeError(who, { message: "the deployment does not have it: deploy again" });
  const known = minted.get(variable);
  // The clock decides only how long a token is kept, counted from here: how it differs from the vendor's does not matter.
  if (known?.secret === text && known.authorization !== refused && Date.now() < known.end) return known.authorization;
  const secret = JSON.parse(text);
  const authorization = await authorizationOf(who, env, name, secret, refused);
  authorization.values = { ...secret.values, ...authorization.values };
  const { seconds } = authorization;
  const life = seconds === undefined ? Infinity : (seconds - Math.min(60, seconds / 10)) * 1_000;
  minted.set(variable, { secret: text, authorization, end: Date.now() + life });
  return authorization;
}

const advice = "it was revoked or has ended: authorize it again";

/** Whether another authorization than one that was refused can be had. */
function isRenewable(authorization: Authorization): boolean {
  return authorization.seconds !== undefined;
}

async function authorizationOf(
  who: string,
  env: any,
  name: string,
  secret: any,
  refused?: Authorization,
): Promise<Authorization> {
  switch (secret.kind) {
    case "values":
      return { values: secret.values };
    case "bearer":
      return bearer(secret.token);
    case "basic": {
      const values = { user: secret.user, password: secret.password, token: secret.password };
      return { values, headers: { authorization: basic(secret.user, secret.password) } };
    }
    case "header":
      return { values: { token: secret.token }, headers: { [secret.name]: `${secret.prefix ?? ""}${secret.token}` } };
    case "query":
      return { values: { token: secret.token }, query: { [secret.name]: secret.token } };
    case "token":
      return await tokenOf(who, secret, { ...secret.form });
    case "assertion":
      return await tokenOf(who, secret, {
        grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
        assertion: await jwt(secret, secret.claims, secret.lifetime ?? 3_600),
        ...secret.form,
      });
    case "server":
      return await tokenOfServer(who, env, name, secret, refused);
    case "unauthorized":
      throw new NodeError(who, { code: "credential.unauthorized", message: advice });
    case "githubApp":
      return await tokenOfGitHub(who, secret);
    case "aws":
      return secret.roleArn ? await roleOf(who, secret) : signing(secret, secret, undefined);
    default:
      throw new NodeError(who, { message: `its kind "${secret.kind}" is not known to this program: deploy again` });
  }
}

function bearer(token: string, seconds?: number, others?: Record<string, string>): Authorization {
  return { values: { ...others, token }, headers: { authorization: `Bearer ${token}` }, seconds };
}

/** An authorization server's answer (RFC 6749, section 5). */
async function tokenOf(who: string, secret: any, form: Record<string, string>): Promise<Authorization> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (secret.clientSecret === undefined) {
    if (secret.clientId !== undefined) form.client_id = secret.clientId;
  } else if (secret.clientAuthentication === "body") {
    form.client_id = secret.clientId;
    form.client_secret = secret.clientSecret;
  } else {
    // Both parts are encoded as in a form (RFC 6749, section 2.3.1).
    headers.authorization = basic(encodeURIComponent(secret.clientId), encodeURIComponent(secret.clientSecret));
  }
  const server = { name: who, base: secret.tokenUrl, headers, failure: refusalOf };
  const answer = await request(server, "POST", "", { form, expects: "access_token" });
  const others: Record<string, string> = {};
  // Salesforce: where the account is.
  if (typeof answer.instance_url === "string") others.instanceUrl = answer.instance_url;
  return bearer(answer.access_token, secondsOf(answer.expires_in ?? secret.expiresIn), others);
}

function secondsOf(value: unknown): number {
  const seconds = Number(value);
  // RFC 6749, section 5.1, recommends to say it; an hour is what those do that do not.
  return Number.isFinite(seconds) && seconds > 0 ? seconds : 3_600;
}

function refusalOf(answer: any): Failure {
  const code = answer?.error?.code ?? answer?.error;
  const said = answer?.error_description ?? answer?.error?.message ?? answer?.message;
  const isOver = code === "invalid_grant" || code === "credential.unauthorized";
  return { code, message: isOver ? advice : said, retryable: isOver ? false : undefined };
}

/**
 * Of a vendor whose refresh tokens can be used once only, and where the provider asks the server for its programs: the server
 * mints. `MILLRACE_TOKENS` is what such a provider gives programs for it.
 */
async function tokenOfServer(
  who: string,
  env: any,
  name: string,
  secret: any,
  refused?: Authorization,
): Promise<Authorization> {
  const last = refused && (refused.values.token ?? refused.values.sessionToken);
  const order = { credential: name, refused: last === undefined ? undefined : hex(await sha256(last)) };
  const { expiresIn, values } = env.MILLRACE_TOKENS === undefined
    ? await tokenOverHTTP(who, env, order)
    : await tokenOfProvider(who, env, order);
  if (secret.signing !== undefined) return { values, signing: secret.signing, seconds: secondsOf(expiresIn) };
  return bearer(values.token, secondsOf(expiresIn), values);
}

async function tokenOfProvider(who: string, env: any, order: any): Promise<any> {
  try {
    return await env.MILLRACE_TOKENS.token(order);
  } catch (error: any) {
    // Errors of what programs are given have a code before their message.
    const [, code, message] = /^(credential\.[A-Za-z]+): (.*)$/s.exec(error.message) ?? [];
    throw new NodeError(who, {
      code,
      message: code === "credential.unauthorized" ? advice : message ?? error.message,
      retryable: code === undefined || code === "credential.vendor",
    });
  }
}

async function tokenOverHTTP(who: string, env: any, order: any): Promise<any> {
  const base = env.MILLRACE_TOKEN_URL;
  if (typeof base !== "string") {
    throw new NodeError(who, { message: "the deployment has no key to ask the server for tokens: deploy again" });
  }
  const headers = { authorization: `Bearer ${env.MILLRACE_TOKEN_KEY}` };
  const failure = (answer: any) => ({
    code: answer?.code,
    message: answer?.code === "credential.unauthorized" ? advice : answer?.detail ?? answer?.error,
    retryable: answer?.code === "credential.unauthorized" ? false : undefined,
  });
  const answer = await request({ name: who, base, headers, failure }, "POST", "", {
    json: order,
    expects: "accessToken",
  });
  return { expiresIn: answer.expiresIn, values: { ...answer.values, token: answer.accessToken } };
}

/** https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app */
async function tokenOfGitHub(who: string, secret: any): Promise<Authorization> {
  const key = await jwt(secret, { iss: secret.appId }, 540);
  const vendor = {
    name: who,
    base: secret.baseUrl ?? "https://api.github.com",
    headers: { authorization: `Bearer ${key}`, accept: "application/vnd.github+json" },
    failure: refusalOf,
  };
  const below = `/app/installations/${encodeURIComponent(secret.installationId)}/access_tokens`;
  const { token, expires_at } = await request(vendor, "POST", below, { json: {}, expects: "token" });
  return bearer(token, secondsOf((Date.parse(expires_at) - Date.now()) / 1_000));
}

function signing(secret: any, keys: any, seconds: number | undefined): Authorization {
  const { accessKeyId, secretAccessKey, sessionToken } = keys;
  const values: Record<string, string> = { accessKeyId, secretAccessKey };
  if (sessionToken) values.sessionToken = sessionToken;
  return { values, signing: { region: secret.region, service: secret.service }, seconds };
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
async function roleOf(who: string, secret: any): Promise<Authorization> {
  const base = secret.stsUrl ?? `https://sts.${secret.region}.amazonaws.com`;
  const text = new URLSearchParams({
    Action: "AssumeRole",
    Version: "2011-06-15",
    RoleArn: secret.roleArn,
    RoleSessionName: "millrace",
    ...secret.externalId && { ExternalId: secret.externalId },
  }).toString();
  const headers = await awsHeaders({
    method: "POST",
    url: new URL(`${base}/`),
    headers: secret.sessionToken ? { "x-amz-security-token": secret.sessionToken } : {},
    contentHash: hex(await sha256(text)),
    region: secret.region,
    service: "sts",
    accessKeyId: secret.accessKeyId,
    secretAccessKey: secret.secretAccessKey,
    time: new Date(),
  });
  const failure = (answer: any) => ({ code: answer?.Error?.Code, message: answer?.Error?.Message });
  const contentType = "application/x-www-form-urlencoded";
  // Asked for JSON, the service answers with it.
  const answer = await request({ name: who, base, headers, failure }, "POST", "/", { text, contentType });
  const keys = answer?.AssumeRoleResponse?.AssumeRoleResult?.Credentials;
  if (!keys?.SessionToken) throw new NodeError(who, { message: "the role was assumed without credentials" });
  const seconds = secondsOf((Number(keys.Expiration) * 1_000 - Date.now()) / 1_000);
  return signing(secret, {
    accessKeyId: keys.AccessKeyId,
    secretAccessKey: keys.SecretAccessKey,
    sessionToken: keys.SessionToken,
  }, seconds);
}

/**
 * A node's code with a credential in place of the variables that it reads.
 *
 * `variables` has the names of the node's variables by its fields.
 */
export function withCredential(name: string, variables: Record<string, string>, template: any): any {
  return async (env: any, params: any, call: any) => {
    const authorization = await authorized(env, name);
    try {
      return await template(environmentOf(env, authorization, variables), params, call);
    } catch (error: any) {
      // A request that is refused for its token has done nothing.
      if (error?.status !== 401 || !isRenewable(authorization)) throw error;
    }
    const another = await authorized(env, name, authorization);
    return await template(environmentOf(env, another, variables), params, call);
  };
}

function environmentOf(env: any, authorization: Authorization, variables: Record<string, string>): any {
  const own: Record<string, string> = {};
  const only = Object.values(variables).length === 1 ? Object.values(variables)[0] : undefined;
  const token = variables.accessToken ?? only;
  for (const [key, value] of Object.entries(authorization.values)) {
    own[variables[key] ?? (key === "token" ? token : undefined) ?? key] = value;
  }
  return environmentWith(env, own);
}

/** Sends a request with a credential, and once more with another token when that is refused. */
export async function sendAuthorized(
  env: any,
  name: string,
  send: (authorize: (url: URL, init: any) => Promise<void>) => Promise<any>,
): Promise<any> {
  const authorization = await authorizedForRequest(env, name);
  try {
    return await send(async (url, init) => await authorize(authorization, url, init));
  } catch (error: any) {
    if (error?.status !== 401 || !isRenewable(authorization)) throw error;
  }
  const another = await authorizedForRequest(env, name, authorization);
  return await send(async (url, init) => await authorize(another, url, init));
}

async function authorizedForRequest(env: any, name: string, refused?: Authorization): Promise<Authorization> {
  try {
    return await authorized(env, name, refused);
  } catch (error: any) {
    // Requests count the time that a service asks for in milliseconds.
    throw Object.assign(error, error?.retryAfter > 0 ? { retryAfter: error.retryAfter * 1_000 } : {});
  }
}

async function authorize(authorization: Authorization, url: URL, init: any): Promise<void> {
  for (const [name, value] of Object.entries(authorization.query ?? {})) url.searchParams.set(name, value);
  for (const [name, value] of Object.entries(authorization.headers ?? {})) init.headers.set(name, value);
  if (authorization.headers === undefined && authorization.query === undefined && authorization.signing === undefined) {
    const { token } = authorization.values;
    if (token !== undefined) init.headers.set("authorization", `Bearer ${token}`);
  }
  if (authorization.signing === undefined) return;
  const { accessKeyId, secretAccessKey, sessionToken } = authorization.values;
  const type = init.headers.get("content-type");
  const headers = await awsHeaders({
    method: init.method,
    url,
    headers: {
      ...type === null ? {} : { "content-type": type },
      ...sessionToken === undefined ? {} : { "x-amz-security-token": sessionToken },
    },
    contentHash: hex(await sha256(init.body ?? "")),
    ...authorization.signing,
    accessKeyId,
    secretAccessKey,
    time: new Date(),
  });
  for (const [name, value] of Object.entries(headers)) init.headers.set(name, value);
}
