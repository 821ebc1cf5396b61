// Prints what functions of the nodes' library give, a member a check.
import {
  alibabaSigned, awsHeaders, base64, collect, filled, formText, fromBase64, hex, idempotencyKey, json, keepable, limitOf,
  list, nextLink, NodeError, numberOf, path, percent, request, secret, sha256,
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

console.log(JSON.stringify({
  awsObject: object.authorization.split("Signature=")[1],
  awsBucket: bucket.authorization.split("Signature=")[1],
  awsStored: stored.authorization.split("Signature=")[1],
  alibaba: alibaba.Signature,
  path: path`/a/${"b c/d"}`,
  pathAbove: refused(() => path`/a/${".."}`),
  pathMissing: refused(() => path`/a/${undefined}/b`),
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
  error: new NodeError("Vendor", { message: "no: very-secret", code: "E1", status: 401 }).message,
}));
