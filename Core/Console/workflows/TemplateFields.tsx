import { ErrorMessage } from "../components/ErrorMessage";
import { Field } from "../components/Field";
import { texts } from "../texts";
import type { Template } from "./fromTemplate";

interface Props {
  templates: readonly Template[];
  chosen: Template | null;
  /** Of the variables that the template needs. */
  values: Record<string, string>;
  /** Whether a provider can compile what is made. */
  hasTarget: boolean;
  onChoose(template: Template): void;
  onChange(name: string, value: string): void;
}

/** The choice of a template, and the variables that it needs. */
export function TemplateFields({ templates, chosen, values, hasTarget, onChoose, onChange }: Props) {
  return (
    <>
      {!hasTarget && <ErrorMessage error={texts.workflows.noTarget} />}
      <fieldset className="template-list">
        <legend className="visually-hidden">{texts.workflows.templates}</legend>
        {templates.map((template) => (
          <label key={template.id} className="template">
            <input
              type="radio"
              name="template"
              checked={template === chosen}
              onChange={() => onChoose(template)}
            />
            <strong>{template.name}</strong>
            <span>{template.description}</span>
          </label>
        ))}
      </fieldset>
      {chosen && chosen.needs.length > 0 && (
        <>
          <div>
            <strong>{texts.workflows.needs}</strong>
            <div className="muted">{texts.workflows.needsHint}</div>
          </div>
          {chosen.needs.map((need) => (
            <Field key={need.name} label={need.name} hint={need.note}>
              <input
                className="input input-code"
                value={values[need.name] ?? ""}
                placeholder={need.example}
                onChange={(event) => onChange(need.name, event.target.value)}
              />
            </Field>
          ))}
        </>
      )}
    </>
  );
}
