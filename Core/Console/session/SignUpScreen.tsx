import { send } from "../api/client";
import { texts } from "../texts";
import { NewPersonForm } from "./NewPersonForm";
import { TokenPage } from "./TokenPage";

/** Accepts an invitation: `/sign-up#inv_…`. */
export default function SignUpScreen() {
  return (
    <TokenPage title={texts.session.signUp} hint={texts.session.signUpHint}>
      {(token) => (
        <NewPersonForm
          hasEmail={false}
          submit={texts.session.accept}
          onSubmit={({ name, password }) => send("post", "/api/auth/sign-up", { body: { token, name, password } })}
        />
      )}
    </TokenPage>
  );
}
