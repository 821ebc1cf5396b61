import { useCallback } from "react";
import { send } from "../api/client";
import { useAccount } from "../app/account";
import type { WorkflowNode } from "../document/model";
import type { FormValue, OptionsPage, OptionsQuery, Schema } from "../forms";
import { texts } from "../texts";
import { credentialField } from "./CredentialControl";

/** Lists the options that a vendor has for a field of a node, with the credential that the node names. */
export function useOptionLister(
  node: WorkflowNode,
  schema: Schema,
): (field: string, config: FormValue, query: OptionsQuery) => Promise<OptionsPage> {
  const { project } = useAccount();
  return useCallback(async (field, config, { search, cursor, isNew }) => {
    const name = config[credentialField];
    const credentialId = typeof name === "string" && name !== "" ? await idOf(name, project.id) : undefined;
    const path = { nodeId: node.type };
    const body = {
      field,
      version: node.version,
      config,
      ...(credentialId !== undefined && { credentialId }),
      ...(search !== "" && { search: search.slice(0, 200) }),
      ...(cursor !== undefined && { cursor }),
      ...(isNew && { refresh: true }),
    };
    const page = await send("post", "/api/nodes/{nodeId}/options", { path, body } as never, { isQuery: true });
    const needs = page.needs.map((need) =>
      need === credentialField ? texts.editor.credential : schema[need]?.label ?? need
    );
    return { options: page.data, needs, ...(page.nextCursor !== null && { next: page.nextCursor }) };
  }, [node.type, node.version, project.id, schema]);
}

/** The credential of a name: a project's own hides the organization's. */
async function idOf(name: string, project: string): Promise<string> {
  for (const projectId of [project, ""]) {
    const found = await send("get", "/api/credentials", { query: { projectId, q: name, limit: 100 } } as never);
    const one = found.data.find((credential) => credential.name === name);
    if (one) return one.id;
  }
  throw new Error(texts.editor.unknownCredential(name));
}
