import { useMemo } from "react";
import { FormDialog } from "../components/Dialog";
import { Checkbox, Field } from "../components/Field";
import { parseJSON } from "../components/JSONField";
import type { Json } from "../document/json";
import { nodeOf } from "../document/model";
import { paramNames } from "../document/paramNames";
import { ParamsField } from "../runs/ParamsField";
import { texts } from "../texts";
import { useEditor } from "./EditorContext";

/** Asks for the input of a test, where it runs and whether it waits. */
export function TestDialog({ node, onClose }: { node: string | undefined; onClose(): void }) {
  const { store, tests, workflow } = useEditor();
  const { document } = store.state;
  const names = useMemo(() => paramNames(document as unknown as Json), [document]);
  const isFunction = workflow.kind === "script";
  const tested = node === undefined ? undefined : nodeOf(document, node);
  const count = Object.keys(tests.pins).filter((id) => id !== node && nodeOf(document, id)).length;
  const sleeps = document.nodes.some(({ type }) => type === "sleep" || type === "sleep_until");
  const title = tested
    ? texts.editor.testUpTo(tested.name)
    : isFunction
    ? texts.editor.testFunctionTitle
    : texts.editor.testTitle;
  return (
    <FormDialog
      title={title}
      submit={texts.editor.test}
      isIncomplete={!parseJSON(tests.params) || (tests.connections.length > 1 && tests.connectionId === undefined)}
      onClose={onClose}
      onSubmit={() => {
        onClose();
        tests.start(node);
      }}
    >
      <p>{isFunction ? texts.editor.testFunctionHint : texts.editor.testHint}</p>
      {count > 0 && <p>{texts.editor.testPins(count)}</p>}
      {tests.connections.length > 1 && (
        <Field label={texts.editor.testOn} hint={texts.editor.testOnHint}>
          <select
            className="input"
            value={tests.connectionId ?? ""}
            onChange={(event) => tests.choose({ connectionId: event.target.value })}
          >
            {tests.connectionId === undefined && <option value="">{texts.editor.testOnChoose}</option>}
            {tests.connections.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
          </select>
        </Field>
      )}
      <ParamsField
        label={isFunction ? texts.editor.testBody : texts.runs.params}
        hint={texts.editor.testParamsHint}
        value={tests.params}
        names={names}
        onChange={tests.setParams}
      />
      {sleeps && (
        <div className="field">
          <Checkbox
            label={texts.editor.skipSleeps}
            checked={tests.choices.skipsSleeps}
            onChange={(skipsSleeps) => tests.choose({ skipsSleeps })}
          />
          <div className="field-hint">{texts.editor.skipSleepsHint}</div>
        </div>
      )}
    </FormDialog>
  );
}
