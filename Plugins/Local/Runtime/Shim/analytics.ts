import { use } from "./use.ts";

interface DataPoint {
  blobs?: (string | ArrayBuffer | null)[];
  doubles?: number[];
  indexes?: (string | ArrayBuffer | null)[];
}

/** "Analytics Engine: Limits" of Cloudflare's documentation. */
const mostFields = 20;

/** A dataset that points are appended to, as a member of `env`. */
export class AnalyticsDataset {
  constructor(private readonly binding: string) {}

  /** Returns before the point is kept. */
  writeDataPoint({ blobs = [], doubles = [], indexes = [] }: DataPoint = {}): void {
    if (blobs.length > mostFields || doubles.length > mostFields) {
      throw new TypeError(`A data point can have at most ${mostFields} blobs and ${mostFields} doubles`);
    }
    if (indexes.length > 1) throw new TypeError("A data point can have at most one index");
    const point = { blobs: blobs.map(text), doubles: doubles.map(Number), index: text(indexes[0] ?? null) };
    use(this.binding, "write", point).catch((error) => console.error(error));
  }
}

function text(value: string | ArrayBuffer | null): string | null {
  return value instanceof ArrayBuffer ? new TextDecoder().decode(value) : value;
}
