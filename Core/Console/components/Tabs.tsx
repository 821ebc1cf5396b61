import { useEffect, useRef } from "react";
import { NavLink } from "../app/Link";
import { usePath } from "../app/location";

export interface Tab {
  text: string;
  to: string;
}

/** The parts of a screen that have addresses of their own. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  const element = useRef<HTMLElement>(null);
  const path = usePath();
  useEffect(() => {
    // On a narrow screen the current one may be beyond the edge.
    element.current?.querySelector("[aria-current=page]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [path]);
  return (
    <nav className="tabs" aria-label={label} ref={element}>
      {tabs.map((tab) => <NavLink key={tab.to} to={tab.to} className="tab">{tab.text}</NavLink>)}
    </nav>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  choices: readonly { value: T; text: string }[];
  onChange(value: T): void;
}

/** A choice among a few views of the same thing. */
export function TabChoice<T extends string>({ label, value, choices, onChange }: ChoiceProps<T>) {
  return (
    <div className="tabs" role="group" aria-label={label}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          className="tab"
          aria-pressed={choice.value === value}
          onClick={() => onChange(choice.value)}
        >
          {choice.text}
        </button>
      ))}
    </div>
  );
}
