import { useId, useMemo, useState } from "react";
import type { FormValue, Option, OptionsPage, OptionsQuery, Problem, Schema } from "./field";
import { FormField, type RenderControl } from "./FormField";
import { formProblems } from "./formProblems";
import { append, problemsAt, problemsElsewhere } from "./pointer";
import { chosenAction, isRequired, isShown, withMember } from "./visibility";

interface Props {
  schema: Schema;
  value: FormValue;
  onChange: (value: FormValue, name: string) => void;
  /** JSON pointer of `value`, from the root of the document or request that `problems` are about. */
  pointer?: string;
  /** What the server found. Those of a field that was changed since are not shown any more. */
  problems?: readonly Problem[];
  /** Shows what is missing in fields that nobody has been in: after an attempt to send the form. */
  showsAll?: boolean;
  /** Whether texts may hold expressions and secrets are variables: the form of a node. */
  expressions?: boolean;
  isDisabled?: boolean;
  /** Lists the options of a field that has none in its schema. */
  loadOptions?: (name: string, value: FormValue) => Promise<Option[]>;
  /** Lists the options that a vendor has for a field, by page. */
  listOptions?: (name: string, value: FormValue, query: OptionsQuery) => Promise<OptionsPage>;
  renderControl?: RenderControl;
}

/** The fields of a schema: the value is the caller's, and every change is one call of `onChange`. */
export function Form({ schema, value, pointer = "", problems = [], expressions = false, ...props }: Props) {
  const id = useId();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const checked = useMemo(() => value, [problems]);
  const own = formProblems(schema, value, { pointer, expressions });
  const action = chosenAction(schema, value);
  const fields = Object.entries(schema).filter(([, field]) => isShown(field, action));
  const elsewhere = problemsElsewhere(problems, fields.map(([name]) => append(pointer, name)));
  return (
    <div className="form">
      {elsewhere.map((problem) => (
        <p key={problem.pointer + problem.message} className="field-error" role="alert">{problem.message}</p>
      ))}
      {fields.map(([name, field]) => {
        const at = append(pointer, name);
        const received = same(checked[name], value[name]) ? problemsAt(problems, at) : [];
        const found = props.showsAll || left.has(name) ? problemsAt(own, at) : [];
        return (
          <FormField
            key={name}
            id={`${id}-${name}`}
            name={name}
            pointer={at}
            field={field}
            value={value[name]}
            onChange={(member) => props.onChange(withMember(value, name, member), name)}
            onLeave={() => setLeft((names) => names.has(name) ? names : new Set(names).add(name))}
            isRequired={isRequired(field, action)}
            isDisabled={props.isDisabled ?? false}
            expressions={expressions}
            loadOptions={props.loadOptions && (() => props.loadOptions!(name, value))}
            {...(field.optionsFrom && props.listOptions && {
              listOptions: (query: OptionsQuery) => props.listOptions!(name, value, query),
              optionsKey: JSON.stringify(withMember(value, name, undefined)),
            })}
            problems={received.length ? received : found}
            renderControl={props.renderControl}
          />
        );
      })}
    </div>
  );
}

function same(left: unknown, right: unknown): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}
