import type { MarketplaceEntry, MarketplaceNode, OfferedVersion } from "../api/types";
import type { Schema } from "../forms";

type Offer = Pick<
  MarketplaceEntry,
  | "isInstalled"
  | "isInstallable"
  | "hasUpdate"
  | "installation"
  | "withdrawn"
  | "revokedKey"
  | "deprecated"
  | "registry"
>;

/** What can be done with a node now. */
export type NodeAction = "install" | "update" | "rollBack" | "uninstall";

/** The actions that the server would not refuse, the main one first. */
export function nodeActions(node: Offer): NodeAction[] {
  const { installation } = node;
  if (!node.isInstalled || !installation) return node.isInstallable ? ["install"] : [];
  if (installation.isBundled) return [];
  const actions: NodeAction[] = [];
  if (node.hasUpdate) actions.push("update");
  if (installation.keptVersions.length > 0) actions.push("rollBack");
  return [...actions, "uninstall"];
}

export type Standing = "revoked" | "withdrawn" | "deprecated" | "unavailable" | "update" | "installed" | "available";

/** The one thing about a node that a list has to show; what keeps people from using it comes first. */
export function standing(node: Offer): Standing {
  if (node.revokedKey !== null) return "revoked";
  if (node.withdrawn !== null) return "withdrawn";
  if (node.deprecated) return "deprecated";
  if (node.isInstalled) return node.hasUpdate ? "update" : "installed";
  return node.isInstallable ? "available" : "unavailable";
}

/** Why a version cannot be installed; `null` if it can. */
export function obstacle(version: OfferedVersion): "withdrawn" | "platform" | null {
  if (version.withdrawn !== null) return "withdrawn";
  return version.isInstallable ? null : "platform";
}

export interface Secret {
  label: string;
  variable: string;
}

/** What a node does and needs, as its form says it. */
export interface NodeFacts {
  actions: string[];
  secrets: Secret[];
  icon: string | null;
  author: string | null;
  license: string | null;
  docsUrl: string | null;
}

export function nodeFacts(node: Pick<MarketplaceNode, "definition">): NodeFacts {
  const definition = (node.definition ?? {}) as Record<string, unknown>;
  const schema = (definition.configSchema ?? {}) as Schema;
  const secrets = Object.values(schema).filter((field) => field.type === "secret");
  return {
    actions: (schema.action?.options ?? []).map((option) => option.label),
    secrets: secrets.map((field) => ({ label: field.label, variable: field.envVarName ?? "" })),
    icon: text(definition.icon),
    author: text(definition.author),
    license: text(definition.license),
    docsUrl: httpsAddress(text(definition.docsUrl)),
  };
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** The key that signed the builds of a version; `null` if they are unsigned. */
export function signer(version: OfferedVersion): string | null {
  return version.builds.find((build) => build.signedBy !== null)?.signedBy ?? null;
}

/** The smallest and the largest build, in bytes. */
export function sizes(version: OfferedVersion): [number, number] | null {
  const all = version.builds.map((build) => build.size);
  return all.length ? [Math.min(...all), Math.max(...all)] : null;
}

/** The order of two semantic versions (semver.org, "Precedence"): positive when the first is newer. */
export function compareVersions(left: string, right: string): number {
  const [first, second] = [left, right].map((version) => {
    const [release = "", ...before] = (version.split("+")[0] ?? "").split("-");
    return { release: release.split(".").map(Number), before: before.join("-") };
  }) as [ParsedVersion, ParsedVersion];
  for (const [index, number] of first.release.entries()) {
    const difference = number - (second.release[index] ?? 0);
    if (difference !== 0) return difference;
  }
  // A version without a pre-release follows those with one.
  if (first.before === "" || second.before === "") {
    return (first.before === "" ? 1 : 0) - (second.before === "" ? 1 : 0);
  }
  return first.before.localeCompare(second.before, "en", { numeric: true });
}

interface ParsedVersion {
  release: number[];
  before: string;
}

/** An address that a page may link to: publishers write it, and one like `javascript:` would run in the console. */
export function httpsAddress(text: string | null): string | null {
  try {
    return text !== null && new URL(text).protocol === "https:" ? text : null;
  } catch {
    return null;
  }
}
