import type { ButtonHTMLAttributes, ReactNode } from "react";
import { Link } from "../app/Link";
import { Icon, type IconName } from "./Icon";

type Kind = "normal" | "primary" | "danger" | "quiet";

interface ButtonStyle {
  kind?: Kind;
  icon?: IconName;
  children?: ReactNode;
}

type Props = ButtonStyle & Omit<ButtonHTMLAttributes<HTMLButtonElement>, "children"> & {
  /** Whether what the button started is on its way. */
  isBusy?: boolean;
};

export function Button({ kind = "normal", icon, isBusy = false, children, className = "", ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      className={`button button-${kind} ${className}`}
      disabled={rest.disabled || isBusy}
      aria-busy={isBusy || undefined}
    >
      {isBusy ? <span className="spinner" aria-hidden="true" /> : icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** A link that looks like a button. */
export function ButtonLink({ to, kind = "normal", icon, children }: ButtonStyle & { to: string }) {
  return (
    <Link to={to} className={`button button-${kind}`}>
      {icon && <Icon name={icon} />}
      {children}
    </Link>
  );
}

type IconProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, "children"> & { icon: IconName; label: string };

/** A button that shows an icon only; the label is read out, and shown while the pointer rests on it. */
export function IconButton({ icon, label, className = "", ...rest }: IconProps) {
  return (
    <button type="button" title={label} {...rest} className={`icon-button ${className}`} aria-label={label}>
      <Icon name={icon} />
    </button>
  );
}
