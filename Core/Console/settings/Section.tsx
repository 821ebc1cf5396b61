import type { ReactNode } from "react";

interface Props {
  title: string;
  /** Under the title. */
  hint?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A part of the settings: its heading, its actions and its content. */
export function Section({ title, hint, actions, children }: Props) {
  return (
    <section className="section" aria-label={title}>
      <header className="section-header">
        <div>
          <h2>{title}</h2>
          {hint && <p className="muted">{hint}</p>}
        </div>
        {actions && <div className="section-actions">{actions}</div>}
      </header>
      {children}
    </section>
  );
}
