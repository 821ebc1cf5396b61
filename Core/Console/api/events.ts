import { useEffect, useRef } from "react";
import { urlOf, type Values } from "./url";

/**
 * Server-sent events of an address while the component is shown; the browser connects again by itself, with
 * `Last-Event-ID`.
 * @param onEvent Receives the name and the decoded data of each event; `true` ends the stream.
 */
export function useEvents(
  template: string | null,
  path: Values,
  names: readonly string[],
  onEvent: (name: string, data: unknown) => boolean | void,
): void {
  const handler = useRef(onEvent);
  handler.current = onEvent;
  const url = template === null ? null : urlOf(template, path);
  const listed = names.join(" ");
  useEffect(() => {
    if (url === null) return;
    const source = new EventSource(url);
    for (const name of listed.split(" ")) {
      source.addEventListener(name, (event) => {
        if (handler.current(name, JSON.parse((event as MessageEvent<string>).data))) source.close();
      });
    }
    return () => source.close();
  }, [url, listed]);
}
