import type { AuditRecord } from "../../api/types";

/** What a change was made to: the members of its details, each in a line's part. */
export function AuditDetails({ record }: { record: AuditRecord }) {
  const entries = Object.entries(record.details).filter(([, value]) => value !== null && value !== "");
  if (entries.length === 0) return null;
  return (
    <div className="audit-details">
      {entries.map(([name, value]) => (
        <span key={name}>
          <span className="muted">{name}</span> {typeof value === "string" ? value : JSON.stringify(value)}
        </span>
      ))}
    </div>
  );
}
