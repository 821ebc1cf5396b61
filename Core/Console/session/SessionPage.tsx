import { type ReactNode, useEffect } from "react";
import { Icon } from "../components/Icon";

/** The frame of the pages before a sign-in. */
export function SessionPage({ title, children }: { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Millrace`;
  }, [title]);
  return (
    <main className="session-page">
      <div className="session-card">
        <div className="shell-brand">
          <Icon name="workflow" /> Millrace
        </div>
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  );
}
