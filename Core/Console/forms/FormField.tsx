import { type ReactNode, useState } from "react";
import { Control } from "./controls/Control";
import type { ControlProps } from "./controls/ControlProps";
import type { Problem } from "./field";
import { sentence } from "./formProblems";
import { formTexts } from "./texts";

/** Replaces the control of a field, or wraps the one that it would have. */
export type RenderControl = (control: ControlProps, standard: ReactNode) => ReactNode;

interface Props extends Omit<ControlProps, "describedBy" | "isInvalid" | "onDraftProblem"> {
  /** The problems of the field, as they are to be shown now. */
  problems: readonly Problem[];
  renderControl?: RenderControl;
}

/** One field: its label, its control, what it is for and what is wrong with it. */
export function FormField({ problems, renderControl, ...props }: Props) {
  const { id, field } = props;
  const [draftProblem, setDraftProblem] = useState<string>();
  const shown: readonly Problem[] = draftProblem === undefined
    ? problems
    : [{ pointer: props.pointer, message: draftProblem }];
  const errors = shown.filter((problem) => (problem.severity ?? "error") === "error");
  const describedBy = [field.description && `${id}-description`, shown.length > 0 && `${id}-problems`]
    .filter(Boolean).join(" ");
  const control: ControlProps = {
    ...props,
    describedBy: describedBy || undefined,
    isInvalid: errors.length > 0,
    onDraftProblem: setDraftProblem,
  };
  const standard = <Control {...control} />;
  const input = renderControl ? renderControl(control, standard) : standard;
  const isGroup = field.type === "multiselect" || (field.type === "secret" && props.expressions);
  const label = (
    <>
      {field.label}
      {props.isRequired && <span className="field-required">{formTexts.required}</span>}
    </>
  );
  return (
    <div
      className={`field field-${field.type}`}
      data-pointer={props.pointer}
      {...(isGroup
        ? { role: "group", "aria-labelledby": `${id}-label`, "aria-describedby": describedBy || undefined }
        : {})}
    >
      {isGroup
        ? <span className="field-label" id={`${id}-label`}>{label}</span>
        : <label className="field-label" htmlFor={id}>{label}</label>}
      {input}
      {field.description && <p className="field-hint" id={`${id}-description`}>{field.description}</p>}
      <div id={`${id}-problems`} aria-live="polite">
        {shown.map((problem) => (
          <p
            key={problem.pointer + problem.message}
            className={`field-error field-problem-${problem.severity ?? "error"}`}
          >
            {sentence(problem, field.label)}
          </p>
        ))}
      </div>
    </div>
  );
}
