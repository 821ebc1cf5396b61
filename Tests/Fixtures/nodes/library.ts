// Prints what functions of the nodes' library give, a member a check.
import {
  alibabaSigned, awsHeaders, base64, bytesOf, collect, filesOf, filled, formText, fromBase64, hex, hostName, idempotencyKey, json,
  keepable, keyed, limitOf, list, nextLink, NodeError, numberOf, path, percent, rawRequest, remove, request, secret,
  sha256, type Vendor,
} from "./node-library/mod.ts";

/** The example of https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html (GET Object). */
const object = await awsHeaders({
  method: "GET", url: new URL("https://examplebucket.s3.amazonaws.com/test.txt"), headers: { range: "bytes=0-9" },
  contentHash: hex(await sha256("")), region: "us-east-1", service: "s3", accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", time: new Date("2013-05-24T00:00:00Z"),
});

/** The same page, GET Bucket (List Objects). */
const bucket = await awsHeaders({
  method: "GET", url: new URL("https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J"),
  contentHash: hex(await sha256("")), region: "us-east-1", service: "s3", accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", time: new Date("2013-05-24T00:00:00Z"),
});

/** The same page, PUT Object: its key has a character that a URL leaves as it is. */
const stored = await awsHeaders({
  method: "PUT", url: new URL("https://examplebucket.s3.amazonaws.com/test%24file.text"),
  headers: { "date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY" },
  contentHash: hex(await sha256("Welcome to Amazon S3.")), region: "us-east-1", service: "s3",
  accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  time: new Date("2013-05-24T00:00:00Z"),
});

/** The example of https://www.alibabacloud.com/help/en/sdk/product-overview/rpc-mechanism */
const alibaba = await alibabaSigned("GET", {
  AccessKeyId: "testid", Action: "DescribeRegions", Format: "XML", SignatureMethod: "HMAC-SHA1",
  SignatureNonce: "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf", SignatureVersion: "1.0", Timestamp: "2016-02-23T12:46:24Z",
  Version: "2014-05-26",
}, "testsecret");

function refused(action: () => unknown): string {
  try {
    return `gave ${JSON.stringify(action())}`;
  } catch (error) {
    return error instanceof NodeError && !error.retryable ? error.message : `threw ${error}`;
  }
}

const pages: Record<string, { items: number[]; next?: string }> = {
  first: { items: [1, 2], next: "empty" }, empty: { items: [], next: "last" }, last: { items: [3, 4, 5] },
};
const page = async (cursor: string = "first") => pages[cursor];
const call = { instanceId: "i", stepName: "Größe 1", idempotencyKey: "i:Größe 1", attempt: 2 };
secret({ TOKEN: "very-secret" }, "TOKEN");

/** A service that repeats a secret just where its text is cut off. */
globalThis.fetch = () => Promise.resolve(new Response(`${"x".repeat(294)}very-secret`, { status: 400 }));
const cut = await request({ name: "Vendor", base: "https://a.test" }, "GET", "/").catch((error) => error.message);

/** What is made of a response, or of none: `value`, `retry`, `retry after 2`, or `no retry`. */
async function outcome(
  response: [status: number, headers?: Record<string, string>] | null,
  act: (vendor: Vendor) => Promise<unknown>,
  vendor: Partial<Vendor> = {},
): Promise<string> {
  globalThis.fetch = () => {
    if (response === null) return Promise.reject(new TypeError("connection closed"));
    return Promise.resolve(new Response(response[0] === 204 ? null : "{}", { status: response[0], headers: response[1] }));
  };
  try {
    await act({ name: "Vendor", base: "https://a.test", repeatsWrites: false, ...vendor });
    return "value";
  } catch (error) {
    if (!(error instanceof NodeError)) return `threw ${error}`;
    return error.retryable ? error.retryAfter === undefined ? "retry" : `retry after ${error.retryAfter}` : "no retry";
  }
}
const write = (vendor: Vendor) => request(vendor, "POST", "/");
const withKey = (vendor: Vendor) => request(vendor, "POST", "/", { headers: { "idempotency-key": "k" } });
const statuses = [408, 409, 425, 429, 500, 502, 503];
async function outcomes(act: (vendor: Vendor) => Promise<unknown>, vendor: Partial<Vendor> = {}): Promise<string[]> {
  const all: string[] = [];
  for (const status of statuses) all.push(await outcome([status], act, vendor));
  return [...all, await outcome(null, act, vendor)];
}
const raw = (given: Record<string, unknown>) => (vendor: Vendor) => rawRequest(vendor, given);
const sentTo: string[] = [];
const recorded = async (given: Record<string, unknown>) => {
  globalThis.fetch = (input, init) => {
    sentTo.push(`${init?.method} ${input} ${init?.body ?? ""}`);
    return Promise.resolve(new Response(new Uint8Array([0xff, 1]), { headers: { "content-type": "image/png" } }));
  };
  return (await rawRequest({ name: "Vendor", base: "https://a.test/v1" }, given)).response.body;
};

console.log(JSON.stringify({
  awsObject: object.authorization.split("Signature=")[1],
  awsBucket: bucket.authorization.split("Signature=")[1],
  awsStored: stored.authorization.split("Signature=")[1],
  alibaba: alibaba.Signature,
  path: path`/a/${"b c/d"}`,
  pathAbove: refused(() => path`/a/${".."}`),
  pathMissing: refused(() => path`/a/${undefined}/b`),
  headerBad: await request({ name: "Vendor", base: "https://a.test", headers: { authorization: "Bearer ab\ncd" } }, "GET", "/")
    .catch((error) => [error.message, error.retryable]),
  host: ["us5.datadoghq.com", "localhost"].map((name) => hostName(name, "site")),
  hostBad: ["a/b", "a@b", "a:1", "a.", "", "a b", "a\n", "[::1]", "a\\b"].map((name) => refused(() => hostName(name, "site"))),
  form: decodeURIComponent(formText({ a: 1, none: undefined, items: [{ price: "p" }], meta: { x: "y" } })),
  list: list(" a, b,,c "),
  json: json('{"a": [1]}', "data"),
  jsonBad: refused(() => json("{", "data")),
  number: numberOf("3.5", "n") ?? null,
  numberBad: refused(() => numberOf("three", "n")),
  limit: [limitOf(undefined), limitOf("7"), limitOf(0)],
  filled: filled({ a: "", b: null, c: 0, d: false }),
  pages: await collect(4, page),
  allPages: await collect(9, page),
  link: nextLink('<https://a.test/?page=1>; rel="prev", <https://a.test/?page=3>; rel="next"') ?? null,
  key: await idempotencyKey(call),
  base64: [base64("Größe"), new TextDecoder().decode(fromBase64(base64("Größe")))],
  percent: percent("a b*~(c)"),
  secretMissing: refused(() => secret({}, "OTHER_TOKEN")),
  cut: cut.replace(/x+/, "…"),
  keepable: [keepable("Vendor", "ö"), refused(() => keepable("Vendor", "ö".repeat(500_001)))],
  writeOnce: await outcomes(write),
  writeKeyed: await outcomes(withKey, { passing: [409] }),
  writeRepeated: await outcomes(write, { repeatsWrites: true }),
  unreachable: await Promise.all([
    new TypeError("fetch failed", { cause: new Error("dns error for https://u:p@a.test/very?key=1") }),
    new DOMException("late", "TimeoutError"),
  ].map((error) => {
    globalThis.fetch = () => Promise.reject(error);
    return request({ name: "Vendor", base: "https://a.test" }, "GET", "/").catch((error) => error.message);
  })),
  read: await outcomes((vendor) => request(vendor, "GET", "/")),
  malformedOnce: await outcome([200], (vendor) => request(vendor, "POST", "/", { expects: "id" })),
  malformedRead: await outcome([200], (vendor) => request(vendor, "GET", "/", { expects: "id" })),
  hints: [
    await outcome([429, { "retry-after": "7", "retry-after-ms": "1500" }], write),
    await outcome([500, { "x-should-retry": "false" }], withKey, { retryHeader: "x-should-retry" }),
    await outcome([400, { "x-should-retry": "true" }], write, { retryHeader: "x-should-retry" }),
  ],
  removed: [
    await outcome([404], (vendor) => remove(vendor, "/")),
    await outcome([410], (vendor) => remove(vendor, "/")),
    await outcome([404], (vendor) => remove(vendor, "/", {}, ["gone"])),
    await outcome([403], (vendor) => remove(vendor, "/")),
  ],
  rawPaths: [
    await outcome([200], raw({ requestPath: "/a" })),
    await outcome([200], raw({ requestPath: "//b.test/a" })),
    await outcome([200], raw({ requestPath: "/\\b.test" })),
    await outcome([200], raw({ requestPath: "@b.test/a" })),
    await outcome([200], raw({ requestPath: "/a", requestMethod: "TRACE" })),
  ],
  rawPatch: await outcome([500], raw({ requestPath: "/a", requestMethod: "PATCH" })),
  rawFile: await recorded({ requestPath: "/a", requestMethod: "put", requestBody: '{"b": 1}', requestQuery: { c: "d e" } }),
  rawForm: [await recorded({ requestPath: "/a", requestMethod: "POST", requestBody: { b: [1] }, requestEncoding: "form" }), sentTo],
  keyed: [Object.keys((await keyed({ requestMethod: "POST" }, call)).headers ?? {}), await keyed({}, call)],
  files: filesOf('[{"base64": "V2FycA==", "contentType": "text/plain", "name": "warp.txt"}]', "f").map((file) => [
    file.name, file.contentType, new TextDecoder().decode(bytesOf(file)),
  ]),
  fileBad: refused(() => filesOf("[1]", "f")),
  error: new NodeError("Vendor", { message: "no: very-secret", code: "E1", status: 401 }).message,
}));
