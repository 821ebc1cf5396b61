import { quoted } from "../runs/curl";

/** A command that calls a function, for a shell. */
export function callCommand(address: string, method: string, body: string | null): string {
  const lines = [`curl -i ${method === "GET" ? "" : `-X ${method} `}${quoted(address)}`];
  if (body !== null) lines.push(`  -H 'Content-Type: application/json'`, `  -d ${quoted(body)}`);
  return lines.join(" \\\n");
}
