import { useState } from "react";
import { send } from "../../api/client";
import { cache, useAction } from "../../api/queries";
import type { Connection, NewConnection, Provider } from "../../api/types";
import { showToast } from "../../app/showToast";
import { Button } from "../../components/Button";
import { FormDialog } from "../../components/Dialog";
import { ErrorMessage } from "../../components/ErrorMessage";
import { Field } from "../../components/Field";
import { problemsOf } from "../../components/SchemaDialog";
import { Form, formProblems, type FormValue, mask, type Schema } from "../../forms";
import { texts } from "../../texts";
import { VerificationResult } from "./VerificationResult";

interface Props {
  providers: Provider[];
  /** The connection to change; a new one without. */
  connection?: Connection;
  onClose(): void;
}

const pointer = "/credentials";

/** A new connection, or the credentials of one: the form is the provider's. */
export function ConnectionDialog({ providers, connection, onClose }: Props) {
  const text = texts.settings;
  const [providerId, setProviderId] = useState(connection?.provider ?? firstOf(providers));
  const [name, setName] = useState(connection?.name ?? "");
  const [credentials, setCredentials] = useState<FormValue>(connection?.credentials ?? {});
  const [showsAll, setShowsAll] = useState(false);
  const id = providerId as NewConnection["provider"];
  const provider = providers.find((one) => one.id === providerId);
  const schema = (provider?.credentialSchema ?? {}) as Schema;

  const save = useAction(async () => {
    if (connection) {
      const path = { connectionId: connection.id };
      await send("patch", "/api/connections/{connectionId}", { path, body: { name, credentials } });
    } else {
      // Whether the credentials are those of the provider's form is checked above, and by the server.
      const body = { provider: id, name: name || null, credentials } as NewConnection;
      await send("post", "/api/connections", { body });
    }
    cache.invalidate("/api/connections");
    showToast("success", text.saved);
    onClose();
  });
  const verify = useAction(() =>
    send("post", "/api/connections/verify-token", { body: { provider: id, credentials } })
  );
  const [verification, setVerification] = useState<Awaited<ReturnType<typeof verify.run>>>();
  const problems = problemsOf(save.error ?? verify.error);
  const isMasked = Object.values(credentials).some((value) => value === mask);
  const isReady = () => {
    setShowsAll(true);
    return formProblems(schema, credentials, { pointer }).length === 0;
  };

  return (
    <FormDialog
      title={connection ? text.editConnection(connection.name) : text.newConnection}
      submit={texts.common.save}
      isBusy={save.isBusy}
      isIncomplete={!provider}
      error={problems.length ? undefined : save.error}
      onSubmit={() => isReady() && void save.run()}
      onClose={onClose}
    >
      {!connection && (
        <Field label={text.provider} hint={provider?.description}>
          <select
            className="input"
            value={providerId}
            onChange={(event) => {
              setProviderId(event.target.value);
              setCredentials({});
              setVerification(undefined);
              setShowsAll(false);
            }}
          >
            {providers.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
          </select>
        </Field>
      )}
      <Field label={text.name} hint={text.connectionNameHint}>
        <input
          className="input"
          value={name}
          maxLength={100}
          required={connection !== undefined}
          placeholder={provider?.name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      {!provider && connection && <p className="muted">{text.unknownProvider(connection.provider)}</p>}
      <Form
        key={providerId}
        schema={schema}
        value={credentials}
        pointer={pointer}
        problems={problems}
        showsAll={showsAll}
        onChange={(value) => {
          setCredentials(value);
          setVerification(undefined);
        }}
      />
      {Object.keys(schema).length > 0 && (
        <>
          <p className="muted">{isMasked ? text.typeAgain : text.connectionIntro}</p>
          {provider?.capabilities.includes("verify") && (
            <div>
              <Button
                icon="check"
                isBusy={verify.isBusy}
                disabled={isMasked}
                onClick={() => isReady() && void verify.run().then(setVerification)}
              >
                {text.verify}
              </Button>
            </div>
          )}
        </>
      )}
      {verify.error !== undefined && problems.length === 0 && <ErrorMessage error={verify.error} />}
      {verification && (
        <VerificationResult
          result={verification}
          form={{ schema, credentials, onUse: (field, id) => setCredentials({ ...credentials, [field]: id }) }}
        />
      )}
    </FormDialog>
  );
}

/** Rather one that needs credentials: a server has a connection to those that need none. */
function firstOf(providers: Provider[]): string {
  const needing = providers.find((provider) => Object.keys(provider.credentialSchema).length > 0);
  return (needing ?? providers[0])?.id ?? "";
}
