import type { AnchorHTMLAttributes, MouseEvent } from "react";
import { hrefOf, navigate, usePath } from "./location";

type Props = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "href"> & { to: string };

/** A link to a screen of the console; see `navigate` for `to`. */
export function Link({ to, onClick, ...rest }: Props) {
  function follow(event: MouseEvent<HTMLAnchorElement>) {
    onClick?.(event);
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (event.defaultPrevented || !isPlain || rest.target) return;
    event.preventDefault();
    navigate(to);
  }
  return <a {...rest} href={hrefOf(to)} onClick={follow} />;
}

/** A link of a navigation: marked while its screen, or one below it, is shown. */
export function NavLink({ to, ...rest }: Props) {
  const path = usePath();
  const href = hrefOf(to);
  const isCurrent = path === href || path.startsWith(`${href}/`);
  return <Link {...rest} to={to} aria-current={isCurrent ? "page" : undefined} />;
}
