import { type ReactNode, useState, useSyncExternalStore } from "react";
import { connection } from "../api/connection";
import { Button, IconButton } from "../components/Button";
import { Icon, type IconName } from "../components/Icon";
import { SessionEndedDialog } from "../session/SessionEndedDialog";
import { texts } from "../texts";
import { Link, NavLink } from "./Link";
import { useAccount } from "./account";
import { ProjectSwitch } from "./ProjectSwitch";
import { UserMenu } from "./UserMenu";
import { useProjectEvents } from "./useProjectEvents";

const links: [string, string, IconName][] = [
  ["/workflows", texts.shell.workflows, "workflow"],
  ["/functions", texts.shell.functions, "function"],
  ["/runs", texts.shell.runs, "runs"],
  ["/marketplace", texts.shell.marketplace, "marketplace"],
  ["/settings", texts.shell.settings, "settings"],
];

/** The frame of all screens: navigation, and the state of the server and the session. */
export function Shell({ children }: { children: ReactNode }) {
  const state = useSyncExternalStore(connection.subscribe, connection.snapshot);
  const [isOpen, setIsOpen] = useState(false);
  useProjectEvents(useAccount().project.id);
  return (
    <div className="shell">
      <div className={isOpen ? "shell-side shell-open" : "shell-side"}>
        <div className="shell-top">
          <a className="skip-link" href="#main">{texts.shell.skip}</a>
          <Link className="shell-brand" to="/workflows">
            <Icon name="workflow" /> <span className="shell-label">Millrace</span>
          </Link>
          <IconButton
            className="shell-toggle"
            icon="menu"
            label={texts.shell.toggle}
            aria-expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
          />
        </div>
        <ProjectSwitch />
        <nav className="shell-nav" aria-label={texts.shell.main}>
          {links.map(([to, text, icon]) => (
            <NavLink key={to} to={to} onClick={() => setIsOpen(false)}>
              <Icon name={icon} /> <span className="shell-label">{text}</span>
            </NavLink>
          ))}
          <a href="/docs/pages" target="_blank" rel="noreferrer">
            <Icon name="help" /> <span className="shell-label">{texts.shell.documentation}</span>
          </a>
        </nav>
        <UserMenu />
      </div>
      {state === "offline" && (
        <div className="banner" role="status">
          {texts.shell.offline}
          <Button onClick={() => void connection.retry()}>{texts.common.retry}</Button>
        </div>
      )}
      <main className="shell-main" id="main" tabIndex={-1}>{children}</main>
      {state === "signedOut" && <SessionEndedDialog />}
    </div>
  );
}
