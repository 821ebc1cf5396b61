import { quoted } from "../runs/curl";
import type { Header } from "./headers";

/** A command that sends a request, for a shell. */
export function callCommand(
  address: string,
  method: string,
  headers: readonly Header[],
  body: string | null,
): string {
  const lines = [`curl -i ${method === "GET" ? "" : `-X ${method} `}${quoted(address)}`];
  for (const { name, value } of headers) lines.push(`  -H ${quoted(value ? `${name}: ${value}` : `${name};`)}`);
  if (body !== null) lines.push(`  --data-raw ${quoted(body)}`);
  return lines.join(" \\\n");
}
