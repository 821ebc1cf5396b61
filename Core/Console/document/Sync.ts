/** Milliseconds. */
export interface SyncTimes {
  /** Between a change and its sending, for what follows at once. */
  readonly first: number;
  /** Between two sendings. */
  readonly interval: number;
  /** After a sending that failed. */
  readonly retry: number;
}

const usual: SyncTimes = { first: 800, interval: 2000, retry: 5000 };

/** Has what changes sent to the server: never two at a time, and what changes meanwhile is sent next. */
export class Sync {
  private isDirty = false;
  private isPaused = false;
  private flight: Promise<void> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private last = -Infinity;

  /**
   * @param send Sends what there is at the moment.
   * @param isRefused Whether somebody has to choose before it is sent again.
   * @param onChange Told when `isSaved` may have changed.
   */
  constructor(
    private readonly send: () => Promise<void>,
    private readonly isRefused: (error: unknown) => boolean,
    private readonly onChange: () => void,
    private readonly times = usual,
  ) {}

  /** Whether the server has all of it. */
  get isSaved(): boolean {
    return !this.isDirty && this.flight === null;
  }

  /** Whether somebody has to choose before anything is sent. */
  get isWaiting(): boolean {
    return this.isPaused;
  }

  change(): void {
    this.isDirty = true;
    this.onChange();
    this.plan(Math.max(this.times.first, this.last + this.times.interval - Date.now()));
  }

  /** Sends what is not sent yet. Resolves to whether the server has all of it. */
  async flush(): Promise<boolean> {
    while (this.flight) await this.flight;
    this.cancel();
    if (!this.isDirty || this.isPaused) return this.isSaved;
    this.isDirty = false;
    this.last = Date.now();
    this.flight = this.attempt();
    await this.flight;
    return this.isSaved;
  }

  /** Sends nothing before `resume`. */
  pause(): void {
    this.isPaused = true;
    this.cancel();
  }

  resume(): void {
    this.isPaused = false;
    if (this.isDirty) this.plan(0);
  }

  private async attempt(): Promise<void> {
    let wait = this.times.interval;
    try {
      await this.send();
    } catch (error) {
      this.isDirty = true;
      if (this.isRefused(error)) this.isPaused = true;
      else wait = this.times.retry;
    }
    this.flight = null;
    if (this.isDirty) this.plan(wait);
    this.onChange();
  }

  private plan(wait: number): void {
    if (this.timer !== undefined || this.flight || this.isPaused) return;
    this.timer = setTimeout(() => void this.flush(), wait);
  }

  private cancel(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
