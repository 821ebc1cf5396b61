import type { ServiceResponse } from "../api/types";
import { CodeBlock } from "../components/CodeBlock";
import { texts } from "../texts";
import { bodyText } from "./headers";

/** What a deployment answered. */
export function ResponseView({ response }: { response: ServiceResponse }) {
  const text = texts.functions;
  const { status, headers, body } = response;
  const tone = status >= 500 ? "bad" : status >= 400 ? "wait" : "good";
  return (
    <section className="response" aria-label={text.response}>
      <p className="response-head" role="status">
        <span className={`badge badge-${tone}`}>{status}</span>
        <span className="muted">{text.took(response.durationMs)}</span>
      </p>
      <details>
        <summary>{text.responseHeaders(headers.length)}</summary>
        <dl className="facts">
          {headers.map(({ name, value }, index) => (
            <div key={index} className="facts-row">
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </details>
      {body === null
        ? <p className="muted">{text.notText}</p>
        : body === ""
        ? <p className="muted">{text.noBody}</p>
        : <CodeBlock label={text.responseBody} text={bodyText(body, headers)} />}
      {response.isCut && <p className="muted">{text.cut}</p>}
    </section>
  );
}
