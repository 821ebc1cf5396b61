import { type FormEvent, useState } from "react";
import { useAction } from "../api/queries";
import { Button } from "../components/Button";
import { ErrorMessage } from "../components/ErrorMessage";
import { Field } from "../components/Field";
import { texts } from "../texts";
import { signIn } from "./actions";

/** Email address and password. */
export function SignInForm({ onSignedIn }: { onSignedIn(): void }) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const action = useAction(async () => {
    await signIn(email, password);
    onSignedIn();
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    void action.run();
  }
  return (
    <form className="form" onSubmit={submit}>
      <Field label={texts.session.email}>
        <input
          className="input"
          type="email"
          autoComplete="username"
          required
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </Field>
      <Field label={texts.session.password}>
        <input
          className="input"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
      {action.error !== undefined && <ErrorMessage error={action.error} />}
      <Button type="submit" kind="primary" isBusy={action.isBusy}>{texts.session.signIn}</Button>
    </form>
  );
}
