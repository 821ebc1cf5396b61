import { texts } from "../texts";
import { foldedLines } from "./foldedLines";

/** What has changed, as the publisher wrote it: as text, since a stranger did. */
export function NodeChangelog({ text }: { text: string | null }) {
  const { start, rest } = foldedLines(text ?? "", 40);
  return (
    <section className="card" aria-label={texts.marketplace.changelog}>
      <h2>{texts.marketplace.changelog}</h2>
      {!text ? <p className="muted">{texts.marketplace.noChangelog}</p> : (
        <>
          <pre className="changelog">{start}</pre>
          {rest && (
            <details>
              <summary>{texts.marketplace.earlierChanges}</summary>
              <pre className="changelog">{rest}</pre>
            </details>
          )}
        </>
      )}
    </section>
  );
}
