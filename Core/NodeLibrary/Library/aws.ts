import { hex, hmac, percent, sha256 } from "./signing.ts";

/** What is signed, and for whom. */
export interface AwsRequest {
  method: string;
  /** With its query. */
  url: URL;
  /** Those to sign, besides `host`, the date and the content's hash. */
  headers?: Record<string, string>;
  /** The lower-case hexadecimal SHA-256 of the body. */
  contentHash: string;
  region: string;
  service: string;
  accessKeyId: string;
  secretAccessKey: string;
  time: Date;
}

/**
 * The headers of a request to AWS, or to a storage that speaks its protocol, signed with Signature Version 4:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export async function awsHeaders(request: AwsRequest): Promise<Record<string, string>> {
  const { method, url, contentHash, region, service } = request;
  const time = request.time.toISOString().replace(/[-:]|\.\d+/g, "");
  const date = time.slice(0, 8);
  const headers: Record<string, string> = {
    ...request.headers,
    "x-amz-content-sha256": contentHash,
    "x-amz-date": time,
  };
  const signed = Object.entries({ ...headers, host: url.host })
    .map(([name, value]) => [name.toLowerCase(), value.trim()]).sort(([a], [b]) => (a < b ? -1 : 1));
  const names = signed.map(([name]) => name).join(";");
  const query = [...url.searchParams].map(([name, value]) => `${percent(name)}=${percent(value)}`).sort().join("&");
  // The path of the URL is encoded already, but for these.
  const path = url.pathname.replace(/[!'()*]/g, percent);
  const lines = signed.map(([name, value]) => `${name}:${value}\n`).join("");
  const canonical = [method, path, query, lines, names, contentHash].join("\n");
  const scope = `${date}/${region}/${service}/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", time, scope, hex(await sha256(canonical))].join("\n");
  let key = await hmac(`AWS4${request.secretAccessKey}`, date);
  for (const part of [region, service, "aws4_request"]) key = await hmac(key, part);
  const signature = hex(await hmac(key, text));
  headers.authorization =
    `AWS4-HMAC-SHA256 Credential=${request.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return headers;
}
