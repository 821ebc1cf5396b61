/** What the cache has for an address. */
export interface Entry<T = unknown> {
  value: T | undefined;
  error: unknown;
  /** The `ETag` of the value. */
  tag: string | null;
  isLoading: boolean;
  /** When the value was received, in milliseconds; 0 before. */
  at: number;
}

export interface Loaded {
  value: unknown;
  tag: string | null;
}

interface Slot {
  entry: Entry;
  listeners: Set<() => void>;
  isStale: boolean;
  flight: Promise<void> | null;
  /** Counts loads and writes: an older response never replaces a newer value. */
  generation: number;
}

const empty: Entry = { value: undefined, error: undefined, tag: null, isLoading: false, at: 0 };

/** Values of the server by address: loaded once for all who show them, kept while another page is open. */
export class QueryCache {
  /** Told of each invalidation, for other tabs. */
  onInvalidate: (prefixes: string[]) => void = () => {};

  private readonly slots = new Map<string, Slot>();

  /** Values that nobody shows are kept up to this number. */
  private readonly capacity: number;

  constructor(
    private readonly load: (url: string) => Promise<Loaded>,
    private readonly now: () => number = Date.now,
    capacity = 200,
  ) {
    this.capacity = capacity;
  }

  entry(url: string): Entry {
    return this.slots.get(url)?.entry ?? empty;
  }

  /** Calls the listener whenever the entry changes. */
  subscribe(url: string, listener: () => void): () => void {
    const slot = this.slot(url);
    slot.listeners.add(listener);
    return () => {
      slot.listeners.delete(listener);
      this.evict();
    };
  }

  /** Loads the value if it is missing, stale or older than `age` milliseconds. */
  ensure(url: string, age = Infinity): Promise<void> {
    const slot = this.slot(url);
    const isFresh = slot.entry.at > 0 && !slot.isStale && this.now() - slot.entry.at <= age;
    return isFresh ? Promise.resolve() : this.refresh(url);
  }

  /** Loads the value again; what is on its way is waited for. */
  refresh(url: string): Promise<void> {
    const slot = this.slot(url);
    if (slot.flight && !slot.isStale) return slot.flight;
    slot.isStale = false;
    const generation = ++slot.generation;
    this.update(slot, { ...slot.entry, isLoading: true });
    const flight = this.load(url).then(
      ({ value, tag }) => {
        if (slot.generation !== generation) return;
        this.update(slot, { value, tag, error: undefined, isLoading: false, at: this.now() });
      },
      (error) => {
        if (slot.generation !== generation) return;
        this.update(slot, { ...slot.entry, error, isLoading: false });
      },
    ).finally(() => {
      if (slot.flight === flight) slot.flight = null;
    });
    slot.flight = flight;
    return flight;
  }

  /** Replaces a value by what a request returned. */
  set(url: string, value: unknown, tag: string | null = null): void {
    const slot = this.slot(url);
    slot.generation++;
    slot.flight = null;
    slot.isStale = false;
    this.update(slot, { value, tag, error: undefined, isLoading: false, at: this.now() });
  }

  /** Loads what is shown again, and marks the rest as stale; without prefixes, everything. */
  invalidate(...prefixes: string[]): void {
    this.markStale(...prefixes);
    this.refreshShown();
    this.onInvalidate(prefixes);
  }

  /** Has values loaded again before they are used. */
  markStale(...prefixes: string[]): void {
    for (const [url, slot] of this.slots) {
      if (!prefixes.length || prefixes.some((prefix) => isBelow(url, prefix))) slot.isStale = true;
    }
  }

  /** Loads what is shown of some addresses again, and marks the rest of them as stale. */
  touch(isAffected: (path: string) => boolean): void {
    for (const [url, slot] of this.slots) {
      if (isAffected(url.split("?")[0] as string)) slot.isStale = true;
    }
    this.refreshShown();
  }

  /** Loads what is shown and stale, or older than `age` milliseconds. */
  refreshShown(age = Infinity): void {
    for (const [url, slot] of [...this.slots]) {
      const isOld = slot.isStale || (slot.entry.at > 0 && this.now() - slot.entry.at > age);
      if (isOld && slot.listeners.size) void this.refresh(url);
    }
  }

  /** Loads again what failed and is shown. */
  retryFailed(): void {
    for (const [url, slot] of [...this.slots]) {
      if (slot.entry.error !== undefined && slot.listeners.size) void this.refresh(url);
    }
  }

  /** Forgets everything, as after another user signed in. */
  clear(): void {
    for (const slot of this.slots.values()) {
      slot.generation++;
      slot.flight = null;
      this.update(slot, empty);
    }
    for (const [url, slot] of [...this.slots]) if (!slot.listeners.size) this.slots.delete(url);
  }

  private slot(url: string): Slot {
    let slot = this.slots.get(url);
    if (!slot) {
      slot = { entry: empty, listeners: new Set(), isStale: false, flight: null, generation: 0 };
      this.slots.set(url, slot);
    }
    return slot;
  }

  private update(slot: Slot, entry: Entry): void {
    slot.entry = entry;
    for (const listener of [...slot.listeners]) listener();
  }

  private evict(): void {
    for (const [url, slot] of this.slots) {
      if (this.slots.size <= this.capacity) return;
      if (!slot.listeners.size && !slot.flight) this.slots.delete(url);
    }
  }
}

/** Whether an address is the path of the prefix, or below it, whatever its query. */
function isBelow(url: string, prefix: string): boolean {
  return url.startsWith(prefix) && ["", "/", "?"].includes(url.charAt(prefix.length));
}
