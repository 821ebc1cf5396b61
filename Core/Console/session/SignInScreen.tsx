import { navigate } from "../app/location";
import { texts } from "../texts";
import { nextPage } from "./actions";
import { SessionPage } from "./SessionPage";
import { SignInForm } from "./SignInForm";

export default function SignInScreen() {
  return (
    <SessionPage title={texts.session.signIn}>
      <SignInForm onSignedIn={() => navigate(nextPage(), { replace: true })} />
      <p className="muted">
        {texts.session.forgotten} <code>millrace people set-password</code>.
      </p>
    </SessionPage>
  );
}
