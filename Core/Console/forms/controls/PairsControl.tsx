import { useState } from "react";
import { objectOf, type Pair, pairsOf } from "../pairs";
import { formTexts } from "../texts";
import { type ControlProps, inputAttributes } from "./ControlProps";

/** An object of strings, such as headers, as rows of a name and a value. */
export function PairsControl(control: ControlProps) {
  const { id, field, value, onChange } = control;
  // A row without a name is not in the value yet.
  const [draft, setDraft] = useState<{ pairs: Pair[]; written: string }>();
  const written = JSON.stringify(value) ?? "";
  const pairs = draft?.written === written ? draft.pairs : pairsOf(value) ?? [];
  const rows: Pair[] = pairs.length ? pairs : [["", ""]];
  const set = (next: Pair[]) => {
    const object = objectOf(next);
    setDraft({ pairs: next, written: JSON.stringify(object) ?? "" });
    onChange(object);
  };
  const change = (row: number, part: 0 | 1, text: string) =>
    set(rows.map((pair, index) => index === row ? (part === 0 ? [text, pair[1]] : [pair[0], text]) : pair));
  return (
    <div className="form-pairs">
      {rows.map(([name, member], row) => (
        <div key={row} className="form-row">
          <input
            className="input"
            autoComplete="off"
            {...inputAttributes(control)}
            id={row === 0 ? id : `${id}-${row}`}
            aria-label={formTexts.pairName(field.label, row + 1)}
            placeholder={formTexts.name}
            value={name}
            onChange={(event) => change(row, 0, event.currentTarget.value)}
          />
          <input
            className="input"
            autoComplete="off"
            disabled={control.isDisabled}
            aria-label={formTexts.pairValue(field.label, row + 1)}
            placeholder={formTexts.value}
            value={member}
            onBlur={control.onLeave}
            onChange={(event) => change(row, 1, event.currentTarget.value)}
          />
          <button
            type="button"
            className="button button-quiet"
            aria-label={formTexts.removePair(field.label, row + 1)}
            disabled={control.isDisabled || (rows.length === 1 && name === "" && member === "")}
            onClick={() => set(rows.filter((_, index) => index !== row))}
          >
            ×
          </button>
        </div>
      ))}
      <div>
        <button
          type="button"
          className="link-button"
          disabled={control.isDisabled}
          onClick={() => setDraft({ pairs: [...rows, ["", ""]], written })}
        >
          {formTexts.addRow}
        </button>
      </div>
    </div>
  );
}
