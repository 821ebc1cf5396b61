// Firestore REST API: https://firebase.google.com/docs/firestore/reference/rest (v1, projects.databases.documents)
import {
  type Call,
  filled,
  idempotencyKey,
  json,
  limitOf,
  NodeError,
  path,
  rawRequest,
  request,
  required,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

const none = {
  id: null,
  path: null,
  data: null,
  createTime: null,
  updateTime: null,
  deleted: null,
  documents: null,
  hasMore: null,
};
const operators: Record<string, string> = {
  "==": "EQUAL",
  "!=": "NOT_EQUAL",
  "<": "LESS_THAN",
  "<=": "LESS_THAN_OR_EQUAL",
  ">": "GREATER_THAN",
  ">=": "GREATER_THAN_OR_EQUAL",
  "array-contains": "ARRAY_CONTAINS",
  in: "IN",
};

/** What JSON has no type for is an object with one member, so that it is written back as it was read. */
const tags: Record<string, string> = {
  $timestamp: "timestampValue",
  $reference: "referenceValue",
  $geoPoint: "geoPointValue",
  $bytes: "bytesValue",
  $double: "doubleValue",
  $integer: "integerValue",
};
const kinds = Object.fromEntries(Object.entries(tags).map(([tag, kind]) => [kind, tag]));

/** A value as Firestore writes it: https://firebase.google.com/docs/firestore/reference/rest/v1/Value */
function typed(value: any): any {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const [tag, ...others] = Object.keys(value);
    if (others.length === 0 && tag in tags) return { [tags[tag]]: value[tag] };
  }
  if (value === null || value === undefined) return { nullValue: null };
  if (typeof value === "boolean") return { booleanValue: value };
  if (typeof value === "number") {
    return Number.isInteger(value) ? { integerValue: String(value) } : { doubleValue: value };
  }
  if (typeof value === "string") return { stringValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(typed) } };
  return { mapValue: { fields: typedFields(value) } };
}

function typedFields(object: any) {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, typed(value)]));
}

function plain(value: any): any {
  if ("integerValue" in value) {
    const number = Number(value.integerValue);
    return Number.isSafeInteger(number) ? number : { $integer: value.integerValue };
  }
  // A whole number that is stored as a double stays one.
  if ("doubleValue" in value) {
    const { doubleValue } = value;
    return typeof doubleValue === "number" && !Number.isInteger(doubleValue) ? doubleValue : { $double: doubleValue };
  }
  if ("arrayValue" in value) return (value.arrayValue.values ?? []).map(plain);
  if ("mapValue" in value) return plainFields(value.mapValue.fields);
  const [kind, content] = Object.entries(value)[0] ?? [];
  return kind !== undefined && kind in kinds ? { [kinds[kind]]: content } : content ?? null;
}

/** For expressions: times, references and bytes as texts, numbers as numbers. */
function withoutTags(value: any): any {
  if (Array.isArray(value)) return value.map(withoutTags);
  if (typeof value !== "object" || value === null) return value;
  const [tag, ...others] = Object.keys(value);
  if (others.length > 0 || !(tag in tags)) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutTags(item)]));
  }
  return tag === "$integer" ? Number(value[tag]) : value[tag];
}

function plainFields(fields: any) {
  return Object.fromEntries(Object.entries(fields ?? {}).map(([name, value]) => [name, plain(value)]));
}

function documentOf(document: any) {
  const address = document.name.split("/documents/")[1] ?? document.name;
  return {
    id: address.split("/").pop(),
    path: address,
    data: plainFields(document.fields),
    values: withoutTags(plainFields(document.fields)),
    createTime: document.createTime ?? null,
    updateTime: document.updateTime ?? null,
  };
}

export default async function (env: any, given: any, call: Call) {
  const params = filled(given);
  const firestore: Vendor = {
    name: "Firestore",
    base: params.baseUrl || "https://firestore.googleapis.com",
    headers: { authorization: `Bearer ${secret(env, "FIREBASE_ACCESS_TOKEN")}` },
    failure: (body) => {
      const error = (Array.isArray(body) ? body[0] : body)?.error;
      return { code: error?.status, message: error?.message };
    },
  };
  if (params.action === "Request") return await rawRequest(firestore, params);
  const root = path`/v1/projects/${params.projectId}/databases/` + encodeURIComponent(params.database || "(default)") +
    "/documents";
  const parts = String(params.collection ?? "").split("/").filter((part) => part !== "");
  const parent = parts.slice(0, -1).map((part) => path`/${part}`).join("");
  const collection = required(parts.at(-1), "collection");
  const document = () => root + parent + path`/${collection}/${required(params.documentId, "documentId")}`;
  const expects = "name";
  switch (params.action ?? "Create Document") {
    case "Create Document": {
      const documentId = params.documentId || (await idempotencyKey(call)).replaceAll("-", "").slice(0, 20);
      const sending = {
        query: { documentId },
        json: { fields: typedFields(json(params.data, "data")) },
        expects,
        repeatable: true,
      };
      try {
        return {
          ...none,
          ...documentOf(await request(firestore, "POST", root + parent + path`/${collection}`, sending)),
        };
      } catch (error) {
        // The attempt before made it, and its answer was lost.
        const isOurs = !params.documentId || call.attempt > 1;
        if (!isOurs || !(error instanceof NodeError) || error.status !== 409) throw error;
        const made = root + parent + path`/${collection}/${documentId}`;
        return { ...none, ...documentOf(await request(firestore, "GET", made, { expects })) };
      }
    }
    case "Get Document":
      return { ...none, ...documentOf(await request(firestore, "GET", document(), { expects })) };
    case "Update Document": {
      const data = json(params.data, "data");
      // Only these fields change, and a document that is not there is not made.
      const mask = Object.keys(data).map((name) =>
        /^[A-Za-z_]\w*$/.test(name) ? name : "`" + name.replace(/[`\\]/g, "\\$&") + "`"
      );
      const query = { "updateMask.fieldPaths": mask, "currentDocument.exists": true };
      const answer = await request(firestore, "PATCH", document(), {
        query,
        json: { fields: typedFields(data) },
        expects,
      });
      return { ...none, ...documentOf(answer) };
    }
    case "Delete Document":
      // Firestore answers the same for a document that is not there.
      await request(firestore, "DELETE", document());
      return { ...none, id: params.documentId, path: [...parts, params.documentId].join("/"), deleted: true };
    case "Query Collection": {
      const limit = limitOf(params.limit);
      const filter = params.field
        ? {
          fieldFilter: {
            field: { fieldPath: params.field },
            op: operators[params.operator || "=="],
            value: typed(typeof params.value === "string" ? textOrJSON(params.value) : params.value),
          },
        }
        : undefined;
      const direction = (params.direction || "ascending").toUpperCase();
      const structuredQuery = {
        from: [{ collectionId: collection }],
        where: filter,
        limit: limit + 1,
        orderBy: params.orderBy ? [{ field: { fieldPath: params.orderBy }, direction }] : undefined,
      };
      const answer = await request(firestore, "POST", `${root}${parent}:runQuery`, {
        json: { structuredQuery },
        expects: "[]",
        repeatable: true,
      });
      const documents = answer.filter((row: any) => row.document).map((row: any) => documentOf(row.document));
      return { ...none, documents: documents.slice(0, limit), hasMore: documents.length > limit };
    }
    default:
      throw unknownAction("Firestore", params.action);
  }
}

/** What is no JSON is a text. */
function textOrJSON(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
