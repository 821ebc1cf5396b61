import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { Icon, type IconName } from "./Icon";

export interface MenuItem {
  text: string;
  icon?: IconName;
  isDanger?: boolean;
  isDisabled?: boolean;
  /** For a choice among several: whether it is the current one. */
  isChosen?: boolean;
  onSelect(): void;
}

interface Props {
  /** What the button is called; shown unless `icon` stands alone. */
  label: string;
  icon?: IconName;
  /** What the button shows instead of the icon alone. */
  children?: ReactNode;
  items: readonly MenuItem[];
  className?: string;
  align?: "start" | "end";
}

/** A button that opens a list of actions. */
export function Menu({ label, icon, children, items, className, align = "end" }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!isOpen) return;
    root.current?.querySelector<HTMLElement>("[role^=menuitem]:not(:disabled)")?.focus();
    function close(event: Event) {
      if (!root.current?.contains(event.target as Node)) setIsOpen(false);
    }
    addEventListener("pointerdown", close);
    return () => removeEventListener("pointerdown", close);
  }, [isOpen]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Escape" && isOpen) {
      event.stopPropagation();
      setIsOpen(false);
      button.current?.focus();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    if (!isOpen) return setIsOpen(true);
    const all = [...root.current?.querySelectorAll<HTMLElement>("[role^=menuitem]:not(:disabled)") ?? []];
    const at = all.indexOf(document.activeElement as HTMLElement);
    all[(at + step + all.length) % all.length]?.focus();
  }

  return (
    <div
      className="menu"
      ref={root}
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        if (event.relatedTarget && !root.current?.contains(event.relatedTarget)) setIsOpen(false);
      }}
    >
      <button
        ref={button}
        type="button"
        className={className ?? (children ? "button button-normal" : "icon-button")}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-label={children ? undefined : label}
        title={children ? undefined : label}
        onClick={() => setIsOpen(!isOpen)}
      >
        {children ?? <Icon name={icon ?? "more"} />}
      </button>
      {isOpen && (
        <div className={`menu-list menu-${align}`} role="menu" aria-label={label}>
          {items.map((item) => (
            <button
              key={item.text}
              type="button"
              role={item.isChosen === undefined ? "menuitem" : "menuitemradio"}
              aria-checked={item.isChosen}
              disabled={item.isDisabled}
              className={item.isDanger ? "menu-item menu-item-danger" : "menu-item"}
              onClick={() => {
                setIsOpen(false);
                button.current?.focus();
                item.onSelect();
              }}
            >
              {item.icon ? <Icon name={item.icon} /> : item.isChosen ? <Icon name="check" /> : null}
              <span>{item.text}</span>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
