import { type ReactNode, useEffect } from "react";

interface Props {
  title: string;
  /** Above the title: the way back to a list. */
  trail?: ReactNode;
  /** Beside the title. */
  badge?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** The frame of a screen: its heading, its actions and its content. */
export function Page({ title, trail, badge, actions, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Millrace`;
  }, [title]);
  return (
    <div className="page">
      {trail && <div className="page-trail">{trail}</div>}
      <header className="page-header">
        <h1>{title}</h1>
        {badge}
        {actions && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  );
}
