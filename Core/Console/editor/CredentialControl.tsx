import { useQuery } from "../api/queries";
import { useAccount } from "../app/account";
import { Link } from "../app/Link";
import type { ControlProps, Schema } from "../forms";
import { texts } from "../texts";

/** The member of a node's data that names a credential. */
export const credentialField = "credential";

/** A choice of the credentials that the project's workflows can name: those whose accounts the node can use. */
export function CredentialControl({ node, ...control }: ControlProps & { node: { type: string; version: string } }) {
  const { project } = useAccount();
  const types = useQuery("/api/credential-types", { query: { node: node.type, version: node.version, limit: 100 } });
  const fitting = new Set((types.value?.data ?? []).map((one) => one.id));
  const own = useQuery("/api/credentials", { query: { projectId: project.id, limit: 100 } });
  const shared = useQuery("/api/credentials", { query: { projectId: "", limit: 100 } });
  const all = [...own.value?.data ?? [], ...shared.value?.data ?? []];
  const names = new Set(all.filter((one) => fitting.has(one.type)).map((one) => one.name));
  const chosen = typeof control.value === "string" ? control.value : "";
  if (chosen !== "") names.add(chosen);
  return (
    <>
      <select
        className="input"
        id={control.id}
        disabled={control.isDisabled}
        aria-describedby={control.describedBy}
        aria-invalid={control.isInvalid || undefined}
        value={chosen}
        onBlur={control.onLeave}
        onChange={(event) => control.onChange(event.currentTarget.value || undefined)}
      >
        <option value="">{texts.editor.noCredential}</option>
        {[...names].sort().map((name) => <option key={name} value={name}>{name}</option>)}
      </select>
      <p className="field-hint">
        <Link to="/settings/credentials">{texts.editor.toCredentials}</Link>
      </p>
    </>
  );
}

/** The fields of a node that reads secrets, with the credential that it may name in their place. */
export function withCredential(schema: Schema): Schema {
  const entries = Object.entries(schema);
  const isSecret = (field: Schema[string]) => field.type === "secret" && field.envVarName !== undefined;
  const last = entries.map(([, field]) => isSecret(field)).lastIndexOf(true);
  if (last < 0 || schema[credentialField] !== undefined) return schema;
  const field = { type: "string", label: texts.editor.credential, description: texts.editor.credentialHint } as const;
  // After the secrets, and before the fields whose options it lists.
  entries.splice(last + 1, 0, [credentialField, field]);
  return Object.fromEntries(entries);
}
