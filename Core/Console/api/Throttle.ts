/** Calls a function with what has come since the last call: at once, and then at most once in a time. */
export class Throttle<T> {
  private waiting: T[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private last = -Infinity;

  constructor(
    private readonly milliseconds: number,
    private readonly call: (values: T[]) => void,
    private readonly now: () => number = Date.now,
  ) {}

  add(value: T): void {
    this.waiting.push(value);
    if (this.timer !== undefined) return;
    const rest = this.last + this.milliseconds - this.now();
    if (rest <= 0) this.flush();
    else this.timer = setTimeout(() => this.flush(), rest);
  }

  cancel(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waiting = [];
  }

  private flush(): void {
    this.timer = undefined;
    this.last = this.now();
    const values = this.waiting;
    this.waiting = [];
    this.call(values);
  }
}
