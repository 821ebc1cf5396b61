/** A command that starts a run with an input, for a shell. */
export function curlCommand(origin: string, workflowId: string, connectionId: string, params: unknown): string {
  const body = JSON.stringify({ connectionId, params }, null, 2);
  return [
    `curl -X POST ${quoted(`${origin}/api/workflows/${workflowId}/trigger`)}`,
    `  -H "Authorization: Bearer $MILLRACE_API_KEY"`,
    `  -H 'Content-Type: application/json'`,
    `  -d ${quoted(body)}`,
  ].join(" \\\n");
}

/** A text as one word of a POSIX shell. */
export function quoted(text: string): string {
  return `'${text.replace(/'/g, `'\\''`)}'`;
}
