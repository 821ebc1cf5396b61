import { type ReactNode, useState } from "react";
import { texts } from "../texts";
import { SessionPage } from "./SessionPage";

interface Props {
  title: string;
  hint: string;
  children(token: string): ReactNode;
}

/** A page of a link with a token in its fragment, which no server receives. */
export function TokenPage({ title, hint, children }: Props) {
  const [token] = useState(() => location.hash.slice(1));
  return (
    <SessionPage title={title}>
      {token === "" ? <p>{texts.session.noToken}</p> : (
        <>
          <p className="muted">{hint}</p>
          {children(token)}
        </>
      )}
    </SessionPage>
  );
}
