// Amazon S3 REST API: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html, …/API_GetObject.html,
// …/API_ListObjectsV2.html, …/API_DeleteObject.html, errors: …/ErrorResponses.html. The bucket is in the path, as every storage takes it.
import {
  actionSecret,
  awsHeaders,
  base64,
  bytesOf,
  collect,
  fileOf,
  filled,
  formText,
  fromBase64,
  hex,
  isGone,
  json,
  keepable,
  limitOf,
  malformed,
  NodeError,
  path,
  rawRequest,
  repeatsWrites,
  requestBytes,
  required,
  secret,
  sha256,
  unknownAction,
  utf8,
  type Vendor,
} from "@millrace/node";

const none = {
  key: null,
  content: null,
  contentType: null,
  size: null,
  etag: null,
  lastModified: null,
  versionId: null,
  deleted: null,
  objects: null,
  prefixes: null,
  hasMore: null,
};

/** The texts of an element, wherever it is; S3's XML has no attributes or comments within. */
function texts(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}(?: [^>]*)?>([^]*?)</${name}>`, "g"))].map((match) => match[1]);
}

function plain(text: string | undefined): string | null {
  if (text === undefined) return null;
  const named: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
  return text.replace(/&(#x?[0-9a-f]+|\w+);/gi, (_, entity) => {
    if (!entity.startsWith("#")) return named[entity] ?? _;
    return String.fromCodePoint(/^#x/i.test(entity) ? parseInt(entity.slice(2), 16) : Number(entity.slice(1)));
  });
}

export default async function (env: any, given: any) {
  const params = filled(given);
  const endpoint = secret(env, "S3_ENDPOINT").replace(/\/+$/, "");
  const [accessKeyId, secretAccessKey] = [secret(env, "S3_ACCESS_KEY_ID"), secret(env, "S3_SECRET_ACCESS_KEY")];
  const bucket = () => path`/${params.bucket}`;
  const object = () => bucket() + required(String(params.key ?? ""), "key").split("/").map(encodeKeyPart).join("");
  // Temporary credentials of a role come with a token, which is signed, too:
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
  const token = env.S3_SESSION_TOKEN ? actionSecret(env, "S3_SESSION_TOKEN") : undefined;
  const session = token ? { "x-amz-security-token": token } : undefined;
  const send = async (method: string, address: string, more: {
    query?: Record<string, any>;
    headers?: Record<string, string | undefined>;
    bytes?: Uint8Array<ArrayBuffer>;
  } = {}) => {
    const url = new URL(endpoint + address);
    for (const [name, value] of Object.entries(more.query ?? {})) {
      if (value !== undefined && value !== "") url.searchParams.append(name, String(value));
    }
    const contentHash = hex(await sha256(more.bytes ?? ""));
    const region = params.region || "us-east-1";
    const headers = await awsHeaders({
      method,
      url,
      headers: { ...filled(more.headers ?? {}), ...session },
      contentHash,
      region,
      service: "s3",
      accessKeyId,
      secretAccessKey,
      time: new Date(),
    });
    const s3: Vendor = { name: "S3", base: endpoint, repeatsWrites: repeatsWrites(params) };
    try {
      return await requestBytes(s3, method, address, { query: more.query, headers, bytes: more.bytes });
    } catch (error) {
      throw error instanceof NodeError ? withCode(error) : error;
    }
  };
  if (params.action === "Request") {
    const vendor: Vendor = { name: "S3", base: endpoint };
    return await rawRequest(vendor, params, {}, "text", (method, address, { query, json, text, form }) => {
      const body = text ??
        (form !== undefined ? formText(form) : json === undefined ? undefined : JSON.stringify(json));
      return send(method, address, { query: query as any, bytes: body === undefined ? undefined : utf8(body) });
    });
  }
  switch (params.action ?? "Put Object") {
    case "Put Object": {
      const content = String(params.content ?? "");
      const file = fileOf(params.file, "file");
      const bytes = file ? bytesOf(file) : params.encoding === "base64" ? fromBase64(content) : utf8(content);
      const metadata = Object.entries(json(params.metadata, "metadata") ?? {});
      const headers: Record<string, string> = {
        "content-type": params.contentType || file?.contentType ||
          (params.encoding === "base64" ? "application/octet-stream" : "text/plain; charset=utf-8"),
        ...Object.fromEntries(metadata.map(([name, value]) => [`x-amz-meta-${name.toLowerCase()}`, String(value)])),
      };
      const answer = await send("PUT", object(), { headers, bytes });
      return {
        ...none,
        key: params.key,
        contentType: headers["content-type"],
        size: bytes.length,
        etag: answer.headers.get("etag"),
        versionId: answer.headers.get("x-amz-version-id"),
      };
    }
    case "Get Object": {
      const { bytes, headers } = await send("GET", object());
      const content = params.encoding === "base64" ? base64(bytes) : new TextDecoder().decode(bytes);
      return {
        ...none,
        key: params.key,
        content: keepable("S3", content),
        contentType: headers.get("content-type"),
        size: bytes.length,
        etag: headers.get("etag"),
        lastModified: headers.get("last-modified"),
        versionId: headers.get("x-amz-version-id"),
      };
    }
    case "List Objects": {
      const prefixes: string[] = [];
      const { items, hasMore } = await collect(
        limitOf(params.limit, 1000),
        async (token: string | undefined, missing) => {
          const answer = await send("GET", bucket(), {
            query: {
              "list-type": 2,
              "prefix": params.prefix,
              "delimiter": params.delimiter,
              "max-keys": Math.min(missing, 1000),
              "continuation-token": token,
            },
          });
          const xml = new TextDecoder().decode(answer.bytes);
          if (!xml.includes("<ListBucketResult")) throw malformed("S3");
          prefixes.push(...texts(xml, "CommonPrefixes").map((prefix) => plain(texts(prefix, "Prefix")[0]) ?? ""));
          const objects = texts(xml, "Contents").map((content) => ({
            key: plain(texts(content, "Key")[0]),
            size: Number(texts(content, "Size")[0] ?? 0),
            etag: plain(texts(content, "ETag")[0]),
            lastModified: plain(texts(content, "LastModified")[0]),
          }));
          const isTruncated = texts(xml, "IsTruncated")[0] === "true";
          return { items: objects, next: isTruncated && plain(texts(xml, "NextContinuationToken")[0]) };
        },
      );
      return { ...none, objects: items, prefixes, hasMore };
    }
    case "Delete Object": {
      // S3 answers the same for an object that is not there.
      const { headers } = await send("DELETE", object());
      return { ...none, key: params.key, deleted: true, versionId: headers.get("x-amz-version-id") };
    }
    case "Head Object": {
      try {
        const { headers } = await send("HEAD", object());
        return {
          ...none,
          key: params.key,
          exists: true,
          contentType: headers.get("content-type"),
          size: Number(headers.get("content-length") ?? 0),
          etag: headers.get("etag"),
          lastModified: headers.get("last-modified"),
          versionId: headers.get("x-amz-version-id"),
        };
      } catch (error) {
        if (!isGone(error)) throw error;
        return { ...none, key: params.key, exists: false };
      }
    }
    case "Copy Object": {
      const source = bucket() + String(required(params.sourceKey, "sourceKey")).split("/").map(encodeKeyPart).join("");
      const { bytes } = await send("PUT", object(), { headers: { "x-amz-copy-source": source } });
      // A copy that fails half-way is told within a 200.
      const xml = new TextDecoder().decode(bytes);
      if (!xml.includes("<CopyObjectResult")) throw malformed("S3");
      return { ...none, key: params.key, etag: plain(texts(xml, "ETag")[0]) };
    }
    case "List Buckets": {
      const { bytes } = await send("GET", "/");
      const xml = new TextDecoder().decode(bytes);
      if (!xml.includes("<ListAllMyBucketsResult")) throw malformed("S3");
      const buckets = texts(xml, "Bucket").map((one) => plain(texts(one, "Name")[0]) ?? "");
      return { ...none, buckets };
    }
    default:
      throw unknownAction("S3", params.action);
  }
}

/** A part of a key, as signatures want it; a key may have empty parts. */
function encodeKeyPart(part: string): string {
  return part === ""
    ? "/"
    : path`/${part}`.replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** S3 tells its errors in XML. */
function withCode(error: NodeError): NodeError {
  const [code, message] = [texts(error.message, "Code")[0], texts(error.message, "Message")[0]];
  const { status, retryAfter } = error;
  const retryable = error.retryable || code === "RequestTimeout" || code === "OperationAborted";
  return code ? new NodeError("S3", { code, message: plain(message), status, retryable, retryAfter }) : error;
}
