import type { Verification } from "../../api/types";
import { StatusBadge } from "../../components/StatusBadge";
import { texts } from "../../texts";

/** What credentials may do, those that they lack first. */
export function PermissionList({ permissions }: { permissions: NonNullable<Verification["permissions"]> }) {
  const text = texts.settings;
  const rank = (granted: boolean | null) => granted === false ? 0 : granted === null ? 1 : 2;
  const sorted = [...permissions].sort((a, b) => rank(a.granted) - rank(b.granted));
  return (
    <ul className="list-plain" aria-label={text.permissions}>
      {sorted.map(({ name, purpose, required, granted }) => (
        <li key={name}>
          <StatusBadge status={granted === null ? "permissionUnknown" : granted ? "granted" : "missing"} />
          <span>
            {name} <span className="muted">{text.permissionFor(purpose, required)}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
