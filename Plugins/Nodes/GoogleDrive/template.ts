// Google Drive API v3: https://developers.google.com/workspace/drive/api/reference/rest/v3/files and …/permissions,
// searches: https://developers.google.com/workspace/drive/api/guides/search-files, uploads: …/guides/manage-uploads
import {
  collect,
  contentOf,
  filled,
  flag,
  googleFailure,
  keptFile,
  limitOf,
  path,
  rawRequest,
  related,
  remove,
  request,
  requestBytes,
  required,
  secret,
  type Sending,
  unknownAction,
  type Vendor,
  write,
} from "@millrace/node";

const none = {
  id: null,
  name: null,
  mimeType: null,
  size: null,
  parents: null,
  createdAt: null,
  modifiedAt: null,
  url: null,
  md5: null,
  trashed: null,
  files: null,
  hasMore: null,
  file: null,
  text: null,
  permissionId: null,
  deleted: null,
};
const fields = "id,name,mimeType,size,parents,createdTime,modifiedTime,webViewLink,md5Checksum,trashed";
const folderType = "application/vnd.google-apps.folder";
const files = "/drive/v3/files";

function entryOf(entry: any) {
  return {
    id: entry.id,
    name: entry.name ?? null,
    mimeType: entry.mimeType ?? null,
    size: entry.size === undefined ? null : Number(entry.size),
    parents: entry.parents ?? [],
    createdAt: entry.createdTime ?? null,
    modifiedAt: entry.modifiedTime ?? null,
    url: entry.webViewLink ?? null,
    md5: entry.md5Checksum ?? null,
    trashed: entry.trashed ?? false,
  };
}

/** A text in a query: Search query terms and operators, "Escape single quotes". */
function quoted(value: unknown): string {
  return `'${String(value).replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

function queryOf(params: any): string {
  const conditions = [
    params.nameContains && `name contains ${quoted(params.nameContains)}`,
    params.nameIs && `name = ${quoted(params.nameIs)}`,
    params.fullText && `fullText contains ${quoted(params.fullText)}`,
    params.inFolder && `${quoted(params.inFolder)} in parents`,
    params.ofType && `mimeType = ${quoted(params.ofType)}`,
    params.modifiedAfter && `modifiedTime > ${quoted(params.modifiedAfter)}`,
    !flag(params.includeTrashed) && "trashed = false",
    params.filter && `(${params.filter})`,
  ];
  return conditions.filter(Boolean).join(" and ");
}

async function uploaded(drive: Vendor, params: any) {
  const { contentType, bytes } = contentOf(params.file, "file");
  const about = filled({
    name: required(params.name, "name"),
    mimeType: params.mimeType,
    description: params.description,
    parents: params.parent ? [params.parent] : undefined,
  });
  const body = related([
    { contentType: "application/json; charset=UTF-8", content: JSON.stringify(about) },
    { contentType, content: bytes },
  ]);
  const query = { uploadType: "multipart", fields, supportsAllDrives: true };
  return await write(drive, params, "POST", "/upload/drive/v3/files", {
    query,
    ...body,
    expects: "id",
    timeout: 120_000,
  });
}

async function downloaded(drive: Vendor, address: string, params: any) {
  const about = await request(drive, "GET", address, { query: { fields, supportsAllDrives: true }, expects: "id" });
  const isGoogles = String(about.mimeType).startsWith("application/vnd.google-apps.");
  const sending: Sending = isGoogles
    ? { query: { mimeType: params.exportType || "application/pdf" } }
    : { query: { alt: "media", supportsAllDrives: true } };
  const { bytes, headers } = await requestBytes(drive, "GET", isGoogles ? `${address}/export` : address, {
    ...sending,
    timeout: 120_000,
  });
  const type = headers.get("content-type") ?? about.mimeType;
  const text = /^(text\/|application\/(json|xml))/.test(type) ? new TextDecoder().decode(bytes) : null;
  return { ...none, ...entryOf(about), file: keptFile("Google Drive", bytes, type, about.name), text };
}

export default async function (env: any, params: any) {
  const drive: Vendor = {
    name: "Google Drive",
    base: params.baseUrl || "https://www.googleapis.com",
    headers: { authorization: `Bearer ${secret(env, "GOOGLE_DRIVE_ACCESS_TOKEN")}` },
    failure: googleFailure,
  };
  const file = () => files + path`/${params.fileId}`;
  const query = { fields, supportsAllDrives: true };
  const expects = "id";
  switch (params.action ?? "Upload File") {
    case "Upload File":
      return { ...none, ...entryOf(await uploaded(drive, params)) };
    case "Download File":
      return await downloaded(drive, file(), params);
    case "Get File":
      return { ...none, ...entryOf(await request(drive, "GET", file(), { query, expects })) };
    case "List Files": {
      const shared = params.driveId ? { driveId: params.driveId, corpora: "drive" } : {};
      const asked = {
        q: queryOf(params),
        orderBy: params.orderBy,
        fields: `nextPageToken,files(${fields})`,
        supportsAllDrives: true,
        includeItemsFromAllDrives: true,
        ...shared,
      };
      const { items, hasMore } = await collect(
        limitOf(params.limit),
        async (pageToken: string | undefined, missing) => {
          const query = { ...asked, pageSize: Math.min(missing, 1000), pageToken };
          const answer = await request(drive, "GET", files, { query, expects: "files[]" });
          return { items: answer.files as any[], next: answer.nextPageToken };
        },
      );
      return { ...none, files: items.map(entryOf), hasMore };
    }
    case "Create Folder": {
      const json = filled({
        name: required(params.name, "name"),
        mimeType: folderType,
        description: params.description,
        parents: params.parent ? [params.parent] : undefined,
      });
      return { ...none, ...entryOf(await write(drive, params, "POST", files, { query, json, expects })) };
    }
    case "Update File": {
      const json = filled({ name: params.newName, description: params.description, trashed: flag(params.trashed) });
      const moved = { ...query, addParents: params.addParents, removeParents: params.removeParents };
      return { ...none, ...entryOf(await request(drive, "PATCH", file(), { query: moved, json, expects })) };
    }
    case "Copy File": {
      const json = filled({ name: params.newName, parents: params.parent ? [params.parent] : undefined });
      return { ...none, ...entryOf(await write(drive, params, "POST", `${file()}/copy`, { query, json, expects })) };
    }
    case "Delete File":
      await remove(drive, file(), { query: { supportsAllDrives: true } });
      return { ...none, id: params.fileId, deleted: true };
    case "Share File": {
      const type = params.grantee || "user";
      const isPerson = type === "user" || type === "group";
      const json = {
        type,
        role: params.role || "reader",
        ...(isPerson ? { emailAddress: required(params.email, "email") } : {}),
        ...(type === "domain" ? { domain: required(params.domain, "domain") } : {}),
      };
      const notifies = isPerson && (flag(params.notify) ?? true);
      const asked = {
        fields: "id",
        supportsAllDrives: true,
        sendNotificationEmail: isPerson ? notifies : undefined,
        emailMessage: notifies ? params.message : undefined,
      };
      // The same permission again is the same; but its e-mail is sent again.
      const sending = { query: asked, json, expects, repeatable: !notifies };
      const { id } = await write(drive, params, "POST", `${file()}/permissions`, sending);
      return { ...none, id: params.fileId, permissionId: id };
    }
    case "Request":
      return await rawRequest(drive, params);
    default:
      throw unknownAction("Google Drive", params.action);
  }
}
