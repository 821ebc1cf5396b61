// Dropbox HTTP API: https://www.dropbox.com/developers/documentation/http/documentation (files, sharing), headers that hold JSON:
// "HTTP header encoding", errors: "Error handling"
import {
  collect,
  contentOf,
  filled,
  flag,
  keptFile,
  limitOf,
  list,
  NodeError,
  rawRequest,
  request,
  requestBytes,
  required,
  secret,
  unknownAction,
  type Vendor,
  write,
} from "@millrace/node";

const none = {
  id: null,
  kind: null,
  name: null,
  path: null,
  size: null,
  modifiedAt: null,
  revision: null,
  hash: null,
  entries: null,
  hasMore: null,
  content: null,
  text: null,
  url: null,
  deleted: null,
};

function entryOf(entry: any) {
  return {
    id: entry.id ?? null,
    kind: entry[".tag"] ?? (entry.rev ? "file" : "folder"),
    name: entry.name ?? null,
    path: entry.path_display ?? null,
    size: entry.size ?? null,
    modifiedAt: entry.server_modified ?? null,
    revision: entry.rev ?? null,
    hash: entry.content_hash ?? null,
  };
}

/** JSON in a header: what is not ASCII is escaped. */
function headerJSON(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The root is an empty path; others begin with a slash, or are ids. */
function placeOf(value: unknown, name: string): string {
  const place = String(value ?? "").replace(/\/+$/, "");
  if (place === "" || /^(\/|id:|rev:|ns:)/.test(place)) return place;
  throw new NodeError("Dropbox", { message: `"${name}" is not valid: expected a path such as /orders, or an id` });
}

/** Whether a refusal says so, such as `path_lookup/not_found/..`. */
function says(error: unknown, part: string): boolean {
  return error instanceof NodeError && error.status === 409 && String(error.code).includes(part);
}

export default async function (env: any, params: any) {
  const dropbox: Vendor = {
    name: "Dropbox",
    base: params.baseUrl || "https://api.dropboxapi.com",
    headers: { authorization: `Bearer ${secret(env, "DROPBOX_ACCESS_TOKEN")}` },
    failure: ({ error_summary, error, user_message }) => ({
      // The summary ends with dots, whose number has no meaning.
      code: error_summary?.replace(/\/?\.*$/, ""),
      message: user_message?.text ?? error_summary,
      retryAfter: error?.retry_after,
      // Told as 409, but another write was there at the same time.
      retryable: String(error_summary).includes("too_many_write_operations") ? true : undefined,
    }),
  };
  const content: Vendor = { ...dropbox, base: dropbox.base.replace("://api.", "://content.") };
  const call = async (name: string, json: unknown, expects?: string) =>
    await request(dropbox, "POST", `/2/${name}`, { json, expects });
  const place = () => required(placeOf(params.file, "file"), "file");
  switch (params.action ?? "Upload File") {
    case "Upload File": {
      const { bytes } = contentOf(required(params.content, "content"), "content");
      // The same file again is no other one: Upload, "WriteMode".
      const arg = {
        path: place(),
        mode: params.mode === "overwrite" ? "overwrite" : "add",
        autorename: params.mode === "rename",
        mute: false,
      };
      const headers = { "dropbox-api-arg": headerJSON(arg) };
      const sending = { headers, bytes, contentType: "application/octet-stream", expects: "id", timeout: 120_000 };
      return { ...none, ...entryOf({ ".tag": "file", ...await request(content, "POST", "/2/files/upload", sending) }) };
    }
    case "Download File": {
      const headers = { "dropbox-api-arg": headerJSON({ path: place() }) };
      const answer = await requestBytes(content, "POST", "/2/files/download", { headers, timeout: 120_000 });
      const about = JSON.parse(answer.headers.get("dropbox-api-result") ?? "{}");
      const isText = !answer.bytes.includes(0);
      const file = keptFile("Dropbox", answer.bytes, isText ? "text/plain; charset=utf-8" : null, about.name);
      return {
        ...none,
        ...entryOf({ ".tag": "file", ...about }),
        content: file,
        text: isText ? new TextDecoder().decode(answer.bytes) : null,
      };
    }
    case "Get Metadata":
      return { ...none, ...entryOf(await call("files/get_metadata", { path: place() }, "name")) };
    case "List Folder": {
      const asked = { path: placeOf(params.folder, "folder"), recursive: flag(params.recursive) ?? false };
      const { items, hasMore } = await collect(limitOf(params.limit), async (cursor: string | undefined, missing) => {
        const answer = cursor
          ? await call("files/list_folder/continue", { cursor }, "entries[]")
          : await call("files/list_folder", { ...asked, limit: Math.min(missing, 2000) }, "entries[]");
        return { items: answer.entries as any[], next: answer.has_more && answer.cursor };
      });
      return { ...none, entries: items.map(entryOf), hasMore };
    }
    case "Search": {
      const extensions = list(params.extensions);
      const options = filled({
        path: placeOf(params.folder, "folder"),
        file_extensions: extensions.length > 0 ? extensions : undefined,
      });
      const { items, hasMore } = await collect(limitOf(params.limit), async (cursor: string | undefined, missing) => {
        const answer = cursor
          ? await call("files/search/continue_v2", { cursor }, "matches[]")
          : await call("files/search_v2", {
            query: required(params.term, "term"),
            options: { ...options, max_results: Math.min(missing, 1000) },
          }, "matches[]");
        return {
          items: answer.matches.map(({ metadata }: any) => metadata.metadata) as any[],
          next: answer.has_more && answer.cursor,
        };
      });
      return { ...none, entries: items.map(entryOf), hasMore };
    }
    case "Create Folder":
      try {
        const { metadata } = await call("files/create_folder_v2", {
          path: place(),
          autorename: flag(params.autorename) ?? false,
        }, "metadata.id");
        return { ...none, ...entryOf({ ".tag": "folder", ...metadata }) };
      } catch (error) {
        // What is there, from another attempt or before, is what is wanted.
        if (!says(error, "path/conflict/folder")) throw error;
        return { ...none, ...entryOf(await call("files/get_metadata", { path: place() }, "name")) };
      }
    case "Move":
    case "Copy": {
      const name = params.action === "Move" ? "files/move_v2" : "files/copy_v2";
      const [from_path, to_path] = [placeOf(params.from, "from"), placeOf(params.to, "to")];
      const json = {
        from_path: required(from_path, "from"),
        to_path: required(to_path, "to"),
        autorename: flag(params.autorename) ?? false,
      };
      const { metadata } = await write(dropbox, params, "POST", `/2/${name}`, { json, expects: "metadata" });
      return { ...none, ...entryOf(metadata) };
    }
    case "Delete":
      try {
        const { metadata } = await call("files/delete_v2", { path: place() }, "metadata");
        return { ...none, ...entryOf(metadata), deleted: true };
      } catch (error) {
        // What another attempt has deleted is deleted.
        if (!says(error, "path_lookup/not_found")) throw error;
        return { ...none, path: place(), deleted: true };
      }
    case "Get Temporary Link": {
      const answer = await call("files/get_temporary_link", { path: place() }, "link");
      return { ...none, ...entryOf({ ".tag": "file", ...answer.metadata }), url: answer.link };
    }
    case "Create Shared Link":
      try {
        const settings = { audience: flag(params.public) ?? true ? "public" : "team" };
        const answer = await call("sharing/create_shared_link_with_settings", { path: place(), settings }, "url");
        return { ...none, ...entryOf(answer), url: answer.url };
      } catch (error) {
        if (!says(error, "shared_link_already_exists")) throw error;
        const { links } = await call("sharing/list_shared_links", { path: place(), direct_only: true }, "links.0.url");
        return { ...none, ...entryOf(links[0]), url: links[0].url };
      }
    case "Request":
      return await rawRequest(dropbox, params);
    default:
      throw unknownAction("Dropbox", params.action);
  }
}
