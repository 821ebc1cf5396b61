/** Milliseconds before another attempt after the server refused the stream. */
const refusalDelay = 15_000;

/**
 * Server-sent events of an address. While the page is hidden it has no connection: browsers keep six to a server, which many
 * tabs would use up.
 */
export class EventConnection {
  private source: EventSource | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isOver = false;
  private readonly onVisibility = () => document.visibilityState === "visible" ? this.open() : this.shut();

  /**
   * @param onEvent Receives the name and the decoded data of each event; `true` ends the stream.
   * @param onReturn Called when there is a connection again and events in between may be missing.
   */
  constructor(
    private readonly url: string,
    private readonly names: readonly string[],
    private readonly onEvent: (name: string, data: unknown) => boolean | void,
    private readonly onReturn: () => void = () => {},
  ) {
    document.addEventListener("visibilitychange", this.onVisibility);
    if (document.visibilityState === "visible") this.connect();
  }

  close(): void {
    this.isOver = true;
    document.removeEventListener("visibilitychange", this.onVisibility);
    this.shut();
  }

  private open(): void {
    if (this.source || this.isOver) return;
    this.connect();
    this.onReturn();
  }

  private shut(): void {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }

  private connect(): void {
    const source = new EventSource(this.url);
    this.source = source;
    for (const name of this.names) {
      source.addEventListener(name, (event) => {
        if (this.onEvent(name, JSON.parse((event as MessageEvent<string>).data))) this.close();
      });
    }
    source.onerror = () => {
      // The browser connects again by itself, but for a response that is an error.
      if (source.readyState !== EventSource.CLOSED || this.source !== source) return;
      this.shut();
      this.timer = setTimeout(() => document.visibilityState === "visible" && this.open(), refusalDelay);
    };
  }
}
