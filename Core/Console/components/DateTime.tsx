import { useEffect, useState } from "react";
import { dateText, relativeText, utcText } from "./dates";

interface Props {
  /** As the API has it (RFC 3339). */
  time: string;
  /** `relative` is "5 minutes ago"; `full` is the date and time. */
  show?: "relative" | "full";
}

/** A time in the reader's zone; the pointer shows it in UTC. */
export function DateTime({ time, show = "full" }: Props) {
  const now = useNow(show === "relative");
  const date = new Date(time);
  const title = show === "relative" ? `${dateText(date)} · ${utcText(date)}` : utcText(date);
  return <time dateTime={time} title={title}>{show === "relative" ? relativeText(date, now) : dateText(date)}</time>;
}

/** The time, anew each half minute. */
function useNow(isLive: boolean): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    if (!isLive) return;
    const timer = setInterval(() => setNow(new Date()), 30_000);
    return () => clearInterval(timer);
  }, [isLive]);
  return now;
}
