import { cloneElement, type InputHTMLAttributes, type ReactElement, type ReactNode, useId } from "react";

interface Props {
  label: string;
  /** What is expected, below the control. */
  hint?: ReactNode;
  /** What is wrong with the value. */
  error?: ReactNode;
  /** One control, which receives `id`, `aria-describedby` and `aria-invalid`. */
  children: ReactElement;
}

/** A control with its label, its hint and its error. */
export function Field({ label, hint, error, children }: Props) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  const control = cloneElement(children, {
    id,
    "aria-describedby": described || undefined,
    "aria-invalid": error ? true : undefined,
  });
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {control}
      {hint && <div className="field-hint" id={`${id}-hint`}>{hint}</div>}
      {error && <div className="field-error" id={`${id}-error`}>{error}</div>}
    </div>
  );
}

type CheckboxProps = Omit<InputHTMLAttributes<HTMLInputElement>, "type" | "onChange"> & {
  label: ReactNode;
  onChange(isChecked: boolean): void;
};

export function Checkbox({ label, onChange, ...rest }: CheckboxProps) {
  return (
    <label className="checkbox">
      <input {...rest} type="checkbox" onChange={(event) => onChange(event.target.checked)} />
      <span>{label}</span>
    </label>
  );
}

interface SelectProps {
  label: string;
  value: string;
  options: readonly { value: string; text: string }[];
  onChange(value: string): void;
}

/** A choice in a row of filters: its label is read out, and the options say what they are about. */
export function FilterSelect({ label, value, options, onChange }: SelectProps) {
  return (
    <select
      className="input filter"
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {options.map((option) => <option key={option.value} value={option.value}>{option.text}</option>)}
    </select>
  );
}
