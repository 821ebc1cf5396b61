import { type Method, request } from "../../api/client";
import { type List, useList } from "../../api/queries";
import { urlOf, type Values } from "../../api/url";

// Plugins contribute these endpoints: the description that the types of requests are generated from has none of them.

export type Resource = Record<string, unknown>;

/** A list of a plugin's endpoint, with its further pages. */
export function useResources(template: string, path: Values, query: Values): List<Resource> {
  return useList(template as never, { path, query } as never) as List<Resource>;
}

/** A change at a plugin's endpoint; returns the decoded response. */
export async function sendResource(
  method: Method,
  template: string,
  path: Values,
  { query, body }: { query?: Values; body?: Values },
): Promise<Resource> {
  return (await request(method, urlOf(template, path, query), body)).value as Resource;
}
