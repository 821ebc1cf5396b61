import { type FormEvent, useState } from "react";
import { send } from "../api/client";
import { useAction } from "../api/queries";
import type { WorkflowOverview } from "../api/types";
import { Button } from "../components/Button";
import { ErrorMessage } from "../components/ErrorMessage";
import { Checkbox, Field } from "../components/Field";
import { texts } from "../texts";

interface Props {
  workflowId: string;
  names: readonly string[];
  /** The workflow's own: what is saved replaces all of them. */
  variables: WorkflowOverview["envVars"];
  onSaved(): void;
}

/** The variables that a deploy needs, filled in where they are missed. */
export function MissingVariables({ workflowId, names, variables, onSaved }: Props) {
  const [values, setValues] = useState<Record<string, { value: string; isSecret: boolean }>>({});
  const of = (name: string) => values[name] ?? { value: "", isSecret: /TOKEN|KEY|SECRET|PASSWORD/.test(name) };
  const change = (name: string, part: Partial<{ value: string; isSecret: boolean }>) =>
    setValues({ ...values, [name]: { ...of(name), ...part } });
  const save = useAction(async () => {
    const added = names.map((name) => ({ name, ...of(name) }));
    const kept = variables.filter((one) => !names.includes(one.name))
      .map(({ name, value, isSecret }) => ({ name, value, isSecret }));
    const body = { envVars: [...kept, ...added] };
    await send("patch", "/api/workflows/{workflowId}", { path: { workflowId }, body });
    onSaved();
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    void save.run();
  }
  return (
    <form className="card form missing-variables" aria-label={texts.deploy.missing} onSubmit={submit}>
      <h2>{texts.deploy.missing}</h2>
      <p className="muted">{texts.deploy.missingHint}</p>
      {names.map((name) => (
        <div key={name} className="missing-variable">
          <Field label={name}>
            <input
              className="input"
              type={of(name).isSecret ? "password" : "text"}
              autoComplete="off"
              value={of(name).value}
              onChange={(event) => change(name, { value: event.target.value })}
            />
          </Field>
          <Checkbox
            label={texts.deploy.secret}
            checked={of(name).isSecret}
            onChange={(isSecret) => change(name, { isSecret })}
          />
        </div>
      ))}
      {save.error !== undefined && <ErrorMessage error={save.error} />}
      <div>
        <Button
          type="submit"
          kind="primary"
          isBusy={save.isBusy}
          disabled={names.some((name) => of(name).value === "")}
        >
          {texts.deploy.saveVariables}
        </Button>
      </div>
    </form>
  );
}
