import { type ReactNode, useState } from "react";
import { ApiError } from "../api/ApiError";
import { useAction } from "../api/queries";
import { Form, formProblems, type FormValue, type Problem, type Schema, shownOnly } from "../forms";
import { FormDialog } from "./Dialog";

interface Props<R> {
  title: string;
  submit: string;
  schema: Schema;
  initial: FormValue;
  /** The request; `details` of its error are shown at their fields, and others above the buttons. */
  run: (value: FormValue) => Promise<R>;
  /** After the request, in place of `onClose`. */
  onDone?: (result: R) => void;
  onClose: () => void;
  /** Above the fields. */
  intro?: ReactNode;
  /** Below the fields. */
  children?: ReactNode;
}

const noProblems: readonly Problem[] = [];

/** A dialog with the fields of a schema. */
export function SchemaDialog<R>({ title, submit, schema, initial, run, onDone, onClose, intro, children }: Props<R>) {
  const [value, setValue] = useState(initial);
  const [showsAll, setShowsAll] = useState(false);
  const action = useAction(async (sent: FormValue) => {
    const result = await run(sent);
    if (onDone) onDone(result);
    else onClose();
  });
  const details = problemsOf(action.error);
  return (
    <FormDialog
      title={title}
      submit={submit}
      isBusy={action.isBusy}
      error={details.length ? undefined : action.error}
      onClose={onClose}
      onSubmit={() => {
        setShowsAll(true);
        if (formProblems(schema, value).length === 0) void action.run(shownOnly(schema, value));
      }}
    >
      {intro}
      <Form schema={schema} value={value} onChange={setValue} problems={details} showsAll={showsAll} />
      {children}
    </FormDialog>
  );
}

/** The problems of an error of the API that name a member of the request. */
export function problemsOf(error: unknown): readonly Problem[] {
  if (!(error instanceof ApiError)) return noProblems;
  const details = error.problem?.details ?? noProblems;
  return details.some((detail) => detail.pointer !== "") ? details : noProblems;
}
