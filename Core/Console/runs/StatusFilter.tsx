import type { RunSummary } from "../api/types";
import { FilterSelect } from "../components/Field";
import { texts } from "../texts";

const statuses: readonly RunSummary["status"][] = [
  "queued",
  "running",
  "waiting",
  "paused",
  "complete",
  "errored",
  "terminated",
  "unknown",
];

interface Props {
  value: string;
  onChange(status: string): void;
}

export function StatusFilter({ value, onChange }: Props) {
  return (
    <FilterSelect
      label={texts.runs.status}
      value={value}
      onChange={onChange}
      options={[
        { value: "", text: texts.runs.statusAll },
        ...statuses.map((status) => ({ value: status, text: texts.statuses[status] ?? status })),
      ]}
    />
  );
}
