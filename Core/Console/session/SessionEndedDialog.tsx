import { Dialog } from "../components/Dialog";
import { navigate } from "../app/location";
import { texts } from "../texts";
import { SignInForm } from "./SignInForm";

/** Signs in again over a page whose session has ended, so that what is on it is not lost. */
export function SessionEndedDialog() {
  return (
    <Dialog title={texts.session.ended} onClose={() => navigate("~/sign-in")}>
      <p>{texts.session.endedHint}</p>
      <SignInForm onSignedIn={() => {}} />
    </Dialog>
  );
}
