import { type FormEvent, useState } from "react";
import { useAction } from "../api/queries";
import { navigate } from "../app/location";
import { Button } from "../components/Button";
import { ErrorMessage } from "../components/ErrorMessage";
import { Field } from "../components/Field";
import { problemsOf } from "../components/SchemaDialog";
import { sentence } from "../forms/formProblems";
import { texts } from "../texts";

export interface NewPerson {
  name: string;
  email: string;
  password: string;
}

interface Props {
  /** Whether the person chooses an email address; that of an invitation is known. */
  hasEmail: boolean;
  submit: string;
  /** Makes the account, which signs in. */
  onSubmit(person: NewPerson): Promise<unknown>;
}

/** Name, email address and password of somebody who begins to use the server. */
export function NewPersonForm({ hasEmail, submit, onSubmit }: Props) {
  const [person, setPerson] = useState<NewPerson>({ name: "", email: "", password: "" });
  const action = useAction(async () => {
    await onSubmit(person);
    navigate("~/", { replace: true });
  });
  const problems = problemsOf(action.error);
  const problemOf = (member: keyof NewPerson, label: string) => {
    const found = problems.find(({ pointer }) => pointer === `/${member}`);
    return found && sentence(found, label);
  };
  const isShownAtFields = problems.some(({ pointer }) => ["/name", "/email", "/password"].includes(pointer));
  const change = (member: keyof NewPerson) => (event: { target: { value: string } }) =>
    setPerson({ ...person, [member]: event.target.value });
  return (
    <form
      className="form"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void action.run();
      }}
    >
      <Field label={texts.session.name} error={problemOf("name", texts.session.name)}>
        <input
          className="input"
          autoComplete="name"
          required
          autoFocus
          value={person.name}
          onChange={change("name")}
        />
      </Field>
      {hasEmail && (
        <Field label={texts.session.email} error={problemOf("email", texts.session.email)}>
          <input
            className="input"
            type="email"
            autoComplete="username"
            required
            value={person.email}
            onChange={change("email")}
          />
        </Field>
      )}
      <Field
        label={texts.session.password}
        hint={texts.session.passwordHint}
        error={problemOf("password", texts.session.password)}
      >
        <input
          className="input"
          type="password"
          autoComplete="new-password"
          required
          value={person.password}
          onChange={change("password")}
        />
      </Field>
      {action.error !== undefined && !isShownAtFields && <ErrorMessage error={action.error} />}
      <Button type="submit" kind="primary" isBusy={action.isBusy}>{submit}</Button>
    </form>
  );
}
