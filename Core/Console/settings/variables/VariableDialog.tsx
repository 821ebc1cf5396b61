import { send } from "../../api/client";
import { cache } from "../../api/queries";
import type { Variable } from "../../api/types";
import { showToast } from "../../app/showToast";
import { SchemaDialog } from "../../components/SchemaDialog";
import type { FormValue, Schema } from "../../forms";
import { mask } from "../../forms";
import { texts } from "../../texts";

interface Props {
  /** Names the project that the variable belongs to, or none. */
  query: { projectId: string };
  /** The variable to change; a new one without. */
  variable?: Variable;
  onClose(): void;
}

/** A new variable, or another value of one. */
export function VariableDialog({ query, variable, onClose }: Props) {
  const text = texts.settings;
  const initial = variable
    ? { name: variable.name, value: variable.value, isSecret: variable.isSecret }
    : { isSecret: false };
  const run = async (form: FormValue) => {
    const body = {
      name: String(form.name ?? ""),
      value: String(form.value ?? ""),
      isSecret: form.isSecret === true,
    };
    if (variable) await send("patch", "/api/env-vars/{variableId}", { path: { variableId: variable.id }, body });
    else await send("post", "/api/env-vars", { query, body });
    cache.invalidate("/api/env-vars");
    showToast("success", text.saved);
  };
  return (
    <SchemaDialog
      title={variable ? text.editVariable(variable.name) : text.newVariable}
      submit={texts.common.save}
      schema={schemaOf(variable)}
      initial={initial}
      run={run}
      onClose={onClose}
    />
  );
}

function schemaOf(variable?: Variable): Schema {
  const text = texts.settings;
  const isStored = variable?.value === mask;
  return {
    name: {
      type: "string",
      label: text.variableName,
      required: true,
      placeholder: "API_URL",
      validation: { maxLength: 100 },
    },
    value: isStored
      ? { type: "secret", label: text.variableValue, description: text.secretValueHint }
      : { type: "textarea", label: text.variableValue, description: text.variableValueHint },
    // A stored secret stays one: its value would have to be shown otherwise.
    ...(isStored
      ? {}
      : { isSecret: { type: "boolean", label: text.isSecret, description: text.isSecretHint } as const }),
  };
}
