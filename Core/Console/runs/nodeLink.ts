/** Where the editor shows a node, and the line of its code that an error came from. */
export function nodeLink(
  workflowId: string,
  place: { nodeId?: string; field?: string; line?: number },
): string {
  const search = new URLSearchParams();
  if (place.nodeId) search.set("node", place.nodeId);
  if (place.field) search.set("field", place.field);
  if (place.field && place.line) search.set("line", String(place.line));
  return `/workflows/${workflowId}?${search}`;
}
