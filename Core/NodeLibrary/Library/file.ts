import { NodeError } from "./error.ts";
import { json } from "./parameters.ts";
import { base64, fromBase64 } from "./signing.ts";

/** A file as steps pass it on. */
export interface FileContent {
  base64: string;
  contentType: string;
  name?: string;
}

const usualType = "application/octet-stream";

/** A file of a parameter: `{base64, contentType, name}`; `undefined` when there is none. */
export function fileOf(value: unknown, name: string): FileContent | undefined {
  const given = json(value, name);
  if (given === undefined) return undefined;
  if (typeof given !== "object" || typeof given?.base64 !== "string") {
    throw new NodeError("Parameters", { message: `"${name}" must be a file: {base64, contentType, name}` });
  }
  return { base64: given.base64, contentType: given.contentType || usualType, name: given.name || undefined };
}

/** Files of a parameter that holds one or a list. */
export function filesOf(value: unknown, name: string): FileContent[] {
  const given = json(value, name);
  if (given === undefined) return [];
  return (Array.isArray(given) ? given : [given]).map((file) => fileOf(file, name) as FileContent);
}

/** The bytes of a file. */
export function bytesOf(file: FileContent): Uint8Array<ArrayBuffer> {
  try {
    return fromBase64(file.base64);
  } catch {
    throw new NodeError("Parameters", { message: `the file "${file.name ?? ""}" is not valid base64` });
  }
}

/** Bytes that a vendor sent, as a file. */
export function fileFrom(bytes: Uint8Array, contentType: string | null, name?: string): FileContent {
  return { base64: base64(bytes), contentType: contentType ?? usualType, ...(name ? { name } : {}) };
}

/** A form with files; fields without a value are left out. */
export function multipart(fields: Record<string, unknown>, files: Record<string, FileContent>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || value === null || value === "") continue;
    form.append(name, typeof value === "object" ? JSON.stringify(value) : String(value));
  }
  for (const [name, file] of Object.entries(files)) {
    form.append(name, new Blob([bytesOf(file)], { type: file.contentType }), file.name ?? "file");
  }
  return form;
}
