import { send } from "../api/client";
import { texts } from "../texts";
import { NewPersonForm } from "./NewPersonForm";
import { TokenPage } from "./TokenPage";

/** Sets up the first owner: `/set-up#token`, the link that the server prints. */
export default function SetUpScreen() {
  return (
    <TokenPage title={texts.session.setUp} hint={texts.session.setUpHint}>
      {(token) => (
        <NewPersonForm
          hasEmail
          submit={texts.session.setUpSubmit}
          onSubmit={(person) => send("post", "/api/auth/set-up", { body: { token, ...person } })}
        />
      )}
    </TokenPage>
  );
}
