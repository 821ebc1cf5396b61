import { type FormEvent, useState } from "react";
import { send } from "../api/client";
import { useAction } from "../api/queries";
import { navigate } from "../app/location";
import { Button } from "../components/Button";
import { ErrorMessage } from "../components/ErrorMessage";
import { Field } from "../components/Field";
import { texts } from "../texts";
import { SessionPage } from "./SessionPage";

/** Accepts an invitation: `/sign-up#inv_…`. The token is in the fragment, which no server receives. */
export default function SignUpScreen() {
  const [token] = useState(() => location.hash.slice(1));
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const action = useAction(async () => {
    await send("post", "/api/auth/sign-up", { body: { token, name, password } });
    navigate("~/", { replace: true });
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    void action.run();
  }
  if (!token) {
    return (
      <SessionPage title={texts.session.signUp}>
        <p>{texts.session.noToken}</p>
      </SessionPage>
    );
  }
  return (
    <SessionPage title={texts.session.signUp}>
      <p className="muted">{texts.session.signUpHint}</p>
      <form className="form" onSubmit={submit}>
        <Field label={texts.session.name}>
          <input
            className="input"
            autoComplete="name"
            required
            autoFocus
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Field label={texts.session.password} hint={texts.session.passwordHint}>
          <input
            className="input"
            type="password"
            autoComplete="new-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </Field>
        {action.error !== undefined && <ErrorMessage error={action.error} />}
        <Button type="submit" kind="primary" isBusy={action.isBusy}>{texts.session.accept}</Button>
      </form>
    </SessionPage>
  );
}
