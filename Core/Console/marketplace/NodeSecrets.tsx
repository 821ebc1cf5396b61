import { Link } from "../app/Link";
import { texts } from "../texts";
import type { Secret } from "./nodeFacts";

/** The variables that hold the secrets of a node. */
export function NodeSecrets({ secrets }: { secrets: Secret[] }) {
  const text = texts.marketplace;
  return (
    <section className="card">
      <h2>{text.secrets}</h2>
      {secrets.length === 0 ? <p className="muted">{text.noSecrets}</p> : (
        <>
          <dl className="facts">
            {secrets.map((secret) => (
              <div key={secret.variable} className="facts-row">
                <dt>{secret.label}</dt>
                <dd>
                  <code>{secret.variable}</code>
                </dd>
              </div>
            ))}
          </dl>
          <p className="muted">
            {text.secretsHint} <Link to="/settings/variables">{text.setVariables}</Link>
          </p>
        </>
      )}
    </section>
  );
}
