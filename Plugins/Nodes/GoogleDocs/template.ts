// Google Docs API: https://developers.google.com/workspace/docs/api/reference/rest/v1/documents (create, get, batchUpdate),
// revisions: https://developers.google.com/workspace/docs/api/how-tos/best-practices
import {
  googleFailure,
  json,
  NodeError,
  numberOf,
  path,
  rawRequest,
  request,
  required,
  secret,
  unknownAction,
  type Vendor,
  write,
} from "@millrace/node";

const none = {
  documentId: null,
  title: null,
  url: null,
  revisionId: null,
  text: null,
  paragraphs: null,
  replaced: null,
  replies: null,
};

/** The paragraphs of a part of a document, those in tables and tables of contents included. */
function paragraphs(content: any[]): any[] {
  return content.flatMap((element) => {
    if (element.paragraph) {
      const text = (element.paragraph.elements ?? []).map(({ textRun }: any) => textRun?.content ?? "").join("");
      const style = element.paragraph.paragraphStyle?.namedStyleType ?? null;
      return [{ text: text.replace(/\n$/, ""), style, start: element.startIndex ?? 0, end: element.endIndex ?? null }];
    }
    const cells = (element.table?.tableRows ?? []).flatMap((row: any) => row.tableCells ?? []);
    return [...cells, element.tableOfContents ?? {}].flatMap((part: any) => paragraphs(part.content ?? []));
  });
}

export default async function (env: any, params: any) {
  const docs: Vendor = {
    name: "Google Docs",
    base: params.baseUrl || "https://docs.googleapis.com",
    headers: { authorization: `Bearer ${secret(env, "GOOGLE_DOCS_ACCESS_TOKEN")}` },
    failure: googleFailure,
  };
  const named = (documentId: string) => ({
    ...none,
    documentId,
    url: `https://docs.google.com/document/d/${documentId}/edit`,
  });
  const change = async (documentId: string, requests: unknown[]) => {
    const control = params.revisionId ? { writeControl: { requiredRevisionId: params.revisionId } } : {};
    const sending = { json: { requests, ...control }, expects: "documentId" };
    const answer = await write(docs, params, "POST", path`/v1/documents/${documentId}` + ":batchUpdate", sending);
    return {
      ...named(documentId),
      revisionId: answer.writeControl?.requiredRevisionId ?? null,
      replies: answer.replies ?? [],
    };
  };
  const atEnd = (text: string) => ({ insertText: { text, endOfSegmentLocation: {} } });
  const { documentId } = params;
  switch (params.action ?? "Create Document") {
    case "Create Document": {
      const title = required(params.title, "title");
      const made = await write(docs, params, "POST", "/v1/documents", { json: { title }, expects: "documentId" });
      return { ...named(made.documentId), title: made.title ?? title, revisionId: made.revisionId ?? null };
    }
    case "Get Document": {
      const answer = await request(docs, "GET", path`/v1/documents/${documentId}`, { expects: "documentId" });
      const found = paragraphs(answer.body?.content ?? []);
      const text = found.map(({ text }) => text).join("\n");
      return {
        ...named(documentId),
        title: answer.title ?? null,
        revisionId: answer.revisionId ?? null,
        text,
        paragraphs: found,
      };
    }
    case "Append Text":
      return await change(documentId, [atEnd(required(params.text, "text"))]);
    case "Insert Text": {
      const location = { index: numberOf(params.index, "index") ?? 1 };
      return await change(documentId, [{ insertText: { text: required(params.text, "text"), location } }]);
    }
    case "Replace Text": {
      const replacements = Object.entries(json(params.replacements, "replacements") ?? {});
      if (replacements.length === 0) throw new NodeError("Google Docs", { message: '"replacements" is missing' });
      const matchCase = params.matchCase !== false && params.matchCase !== "false";
      const requests = replacements.map(([text, value]) => ({
        replaceAllText: { containsText: { text, matchCase }, replaceText: String(value ?? "") },
      }));
      const changed = await change(documentId, requests);
      const counts = changed.replies.map((reply: any) => reply.replaceAllText?.occurrencesChanged ?? 0);
      return { ...changed, replaced: counts.reduce((sum: number, count: number) => sum + count, 0) };
    }
    case "Batch Update": {
      const requests = json(required(params.requests, "requests"), "requests");
      if (!Array.isArray(requests)) throw new NodeError("Google Docs", { message: '"requests" is not a list' });
      return await change(documentId, requests);
    }
    case "Request":
      return await rawRequest(docs, params);
    default:
      throw unknownAction("Google Docs", params.action);
  }
}
