import { useState } from "react";
import { send } from "../../api/client";
import { cache, useAction } from "../../api/queries";
import type { Credential, CredentialType } from "../../api/types";
import { showToast } from "../../app/showToast";
import { FormDialog } from "../../components/Dialog";
import { Field } from "../../components/Field";
import { problemsOf } from "../../components/SchemaDialog";
import { Form, formProblems, type FormValue, mask, type Schema } from "../../forms";
import { texts } from "../../texts";

interface Props {
  types: CredentialType[];
  /** Whose a new one is; empty for the organization. */
  projectId?: string;
  /** The credential to change; a new one without. */
  credential?: Credential;
  onClose(): void;
  /** After a new one was made, in place of `onClose`. */
  onMade?(credential: Credential): void;
}

const pointer = "/values";

/** A new credential, or other values of one: the form is the type's. */
export function CredentialDialog({ types, projectId, credential, onClose, onMade }: Props) {
  const text = texts.settings;
  const [typeId, setTypeId] = useState(credential?.type ?? types[0]?.id ?? "");
  const [name, setName] = useState(credential?.name ?? "");
  const [showsAll, setShowsAll] = useState(false);
  const type = types.find((one) => one.id === typeId);
  const fields = (type?.fields ?? {}) as Schema;
  const schema = schemaOf(fields, credential);
  const [values, setValues] = useState<FormValue>(() => shownValues(fields, credential));

  const save = useAction(async () => {
    let made: Credential | undefined;
    if (credential) {
      const path = { credentialId: credential.id };
      await send("patch", "/api/credentials/{credentialId}", { path, body: { name, values } });
    } else {
      const body = { name, type: typeId, values };
      made = await send("post", "/api/credentials", { query: { projectId: projectId ?? "" }, body });
    }
    cache.invalidate("/api/credentials");
    showToast("success", text.saved);
    if (made && onMade) onMade(made);
    else onClose();
  });
  const problems = problemsOf(save.error);
  const problemOfName = problems.find((problem) => problem.pointer === "/name")?.message;
  return (
    <FormDialog
      title={credential ? text.editCredential(credential.name) : text.newCredential}
      submit={texts.common.save}
      isBusy={save.isBusy}
      isIncomplete={!type}
      error={problems.length ? undefined : save.error}
      onSubmit={() => {
        setShowsAll(true);
        if (formProblems(schema, values, { pointer }).length === 0) void save.run();
      }}
      onClose={onClose}
      width="wide"
    >
      {!credential && (
        <Field label={text.credentialType} hint={type?.description}>
          <select
            className="input"
            value={typeId}
            onChange={(event) => {
              setTypeId(event.target.value);
              setValues({});
              setShowsAll(false);
            }}
          >
            {types.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
          </select>
        </Field>
      )}
      <Field label={text.name} hint={text.credentialNameHint} error={problemOfName}>
        <input
          className="input"
          value={name}
          maxLength={63}
          pattern="[a-z][a-z0-9\-]*"
          required
          placeholder="slack-marketing"
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      {!type && credential && <p className="muted">{text.unknownCredentialType(credential.type)}</p>}
      <Form
        key={typeId}
        schema={schema}
        value={values}
        pointer={pointer}
        problems={problems.filter((problem) => problem.pointer !== "/name")}
        showsAll={showsAll}
        onChange={setValues}
      />
      <p className="muted">{text.connectionIntro}</p>
    </FormDialog>
  );
}

/** Of a stored object nothing is shown: what is not sent is unchanged. */
function isStoredObject(schema: Schema, name: string, credential: Credential): boolean {
  return schema[name]?.type === "json" && credential.values[name] === mask;
}

function shownValues(schema: Schema, credential?: Credential): FormValue {
  if (!credential) return {};
  return Object.fromEntries(
    Object.entries(credential.values).filter(([name]) => !isStoredObject(schema, name, credential)),
  );
}

/** Objects that are stored need not be entered again. */
function schemaOf(schema: Schema, credential?: Credential): Schema {
  if (!credential) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([name, field]) =>
      isStoredObject(schema, name, credential)
        ? [name, { ...field, required: false, description: texts.settings.secretValueHint }]
        : [name, field]
    ),
  );
}
