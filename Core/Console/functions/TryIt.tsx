import { useState } from "react";
import { CodeBlock } from "../components/CodeBlock";
import { Field } from "../components/Field";
import { texts } from "../texts";
import { callCommand } from "./callCommand";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** A request to a function, as a command and as a link. */
export function TryIt({ url }: { url: string }) {
  const [method, setMethod] = useState("POST");
  const [path, setPath] = useState("/");
  const [body, setBody] = useState("{}");
  const address = `${url.replace(/\/$/, "")}/${path.replace(/^\//, "")}`;
  const hasBody = method !== "GET" && method !== "DELETE";
  return (
    <section className="card">
      <h2>{texts.functions.tryIt}</h2>
      <div className="form">
        <p className="muted try-hint">{texts.functions.tryItHint}</p>
        <div className="try-line">
          <Field label={texts.functions.method}>
            <select className="input" value={method} onChange={(event) => setMethod(event.target.value)}>
              {methods.map((one) => <option key={one}>{one}</option>)}
            </select>
          </Field>
          <Field label={texts.functions.path}>
            <input className="input input-code" value={path} onChange={(event) => setPath(event.target.value)} />
          </Field>
        </div>
        {hasBody && (
          <Field label={texts.functions.body}>
            <textarea
              className="input input-code"
              rows={5}
              spellCheck={false}
              value={body}
              onChange={(event) => setBody(event.target.value)}
            />
          </Field>
        )}
        <CodeBlock label={texts.functions.command} text={callCommand(address, method, hasBody ? body : null)} />
        {method === "GET" && <a href={address} target="_blank" rel="noreferrer">{texts.functions.open}</a>}
      </div>
    </section>
  );
}
