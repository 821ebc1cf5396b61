import { useState } from "react";
import type { RunLogLine } from "../api/types";
import { DateTime } from "../components/DateTime";
import { FilterSelect } from "../components/Field";
import { SearchInput } from "../components/SearchInput";
import { texts } from "../texts";

/** Log lines, with a filter by level and text. */
export function LogLines({ lines }: { lines: readonly RunLogLine[] }) {
  const [level, setLevel] = useState("");
  const [text, setText] = useState("");
  const shown = lines.filter((line) =>
    (!level || line.level === level) && line.text.toLowerCase().includes(text.toLowerCase())
  );
  if (!lines.length) return <p className="muted">{texts.runs.noLogs}</p>;
  return (
    <>
      <div className="filters">
        <SearchInput label={texts.runs.logSearch} value={text} onChange={setText} />
        <FilterSelect
          label={texts.runs.logLevel}
          value={level}
          onChange={setLevel}
          options={[
            { value: "", text: texts.runs.logLevelAll },
            ...Object.entries(texts.runs.levels).map(([value, text]) => ({ value, text })),
          ]}
        />
      </div>
      <ol className="logs" aria-label={texts.runs.logs} tabIndex={0}>
        {shown.map((line, index) => (
          <li key={index} className={`log log-${line.level}`}>
            <DateTime time={line.loggedAt} />
            <span className="log-level">{texts.runs.levels[line.level]}</span>
            <span className="log-text">{line.text}</span>
          </li>
        ))}
      </ol>
    </>
  );
}
