import { useEffect, useRef } from "react";
import { EventConnection } from "./EventConnection";
import { urlOf, type Values } from "./url";

/**
 * Server-sent events of an address while the component and the page are shown.
 * @param onEvent Receives the name and the decoded data of each event; `true` ends the stream.
 * @param onReturn Called when events may be missing: the page was hidden, or the server refused the stream for a while.
 */
export function useEvents(
  template: string | null,
  path: Values,
  names: readonly string[],
  onEvent: (name: string, data: unknown) => boolean | void,
  onReturn?: () => void,
): void {
  const handlers = useRef({ onEvent, onReturn });
  handlers.current = { onEvent, onReturn };
  const url = template === null ? null : urlOf(template, path);
  const listed = names.join(" ");
  useEffect(() => {
    if (url === null) return;
    const events = new EventConnection(
      url,
      listed.split(" "),
      (name, data) => handlers.current.onEvent(name, data),
      () => handlers.current.onReturn?.(),
    );
    return () => events.close();
  }, [url, listed]);
}
