export type ConnectionState = "online" | "offline" | "signedOut";

/** Milliseconds between attempts to reach the server, the first ones sooner. */
const delays = [2000, 4000, 8000, 15000, 30000];

/** Whether the server is reached, and whether the session goes on; the shell shows it. */
class Connection {
  private state: ConnectionState = "online";
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private attempts = 0;

  get current(): ConnectionState {
    return this.state;
  }

  subscribe = (listener: () => void): () => void => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  snapshot = (): ConnectionState => this.state;

  reached(): void {
    this.attempts = 0;
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.state === "offline") this.become("online");
  }

  lost(): void {
    if (this.state === "online") this.become("offline");
    this.timer ??= setTimeout(() => void this.retry(), delays[Math.min(this.attempts++, delays.length - 1)]);
  }

  signedOut(): void {
    this.become("signedOut");
  }

  signedIn(): void {
    if (this.state === "signedOut") this.become("online");
  }

  /** Resolves when the server is reached. */
  whenReached(): Promise<void> {
    if (this.state !== "offline") return Promise.resolve();
    return new Promise((resolve) => {
      const stop = this.subscribe(() => {
        if (this.state === "offline") return;
        stop();
        resolve();
      });
    });
  }

  /** Asks the server whether it is there again. */
  async retry(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    try {
      await fetch("/api/health", { headers: { Accept: "application/json" } });
      this.reached();
    } catch {
      this.lost();
    }
  }

  private become(state: ConnectionState): void {
    this.state = state;
    for (const listener of [...this.listeners]) listener();
  }
}

export const connection = new Connection();
