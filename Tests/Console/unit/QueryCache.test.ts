import { type Loaded, QueryCache } from "../../../Core/Console/api/QueryCache.ts";
import { equal, test } from "./check.ts";

/** A cache whose loads are answered by the test. */
function setUp(capacity?: number) {
  const waiting: { url: string; answer(value: unknown): Promise<void>; fail(error: unknown): Promise<void> }[] = [];
  let now = 1000;
  const load = (url: string) =>
    new Promise<Loaded>((resolve, reject) => {
      const settled = () => new Promise<void>((done) => setTimeout(done));
      waiting.push({
        url,
        answer: (value) => (resolve({ value, tag: null }), settled()),
        fail: (error) => (reject(error), settled()),
      });
    });
  const cache = new QueryCache(load, () => now, capacity);
  return { cache, waiting, wait: (milliseconds: number) => (now += milliseconds) };
}

test("several readers of an address share one load", async () => {
  const { cache, waiting } = setUp();
  let calls = 0;
  cache.subscribe("/a", () => calls++);
  void cache.ensure("/a");
  void cache.ensure("/a");
  equal(waiting.length, 1);
  equal(cache.entry("/a").isLoading, true);
  await waiting[0]!.answer(1);
  equal(cache.entry("/a").value, 1);
  equal(cache.entry("/a").isLoading, false);
  equal(calls, 2);
});

test("a fresh value is not loaded again, and an old one is shown while it is", async () => {
  const { cache, waiting, wait } = setUp();
  void cache.ensure("/a", 500);
  await waiting[0]!.answer(1);
  wait(400);
  void cache.ensure("/a", 500);
  equal(waiting.length, 1);
  wait(200);
  void cache.ensure("/a", 500);
  equal(waiting.length, 2);
  equal(cache.entry("/a").value, 1);
});

test("an invalidation loads what is shown, and later what is not", async () => {
  const { cache, waiting } = setUp();
  cache.subscribe("/api/workflows?q=x", () => {});
  for (const url of ["/api/workflows?q=x", "/api/workflows/1", "/api/workflows-old"]) {
    void cache.ensure(url);
    await waiting[waiting.length - 1]!.answer(1);
  }
  cache.invalidate("/api/workflows");
  equal(waiting.slice(3).map(({ url }) => url), ["/api/workflows?q=x"]);
  void cache.ensure("/api/workflows-old");
  void cache.ensure("/api/workflows/1");
  equal(waiting.slice(4).map(({ url }) => url), ["/api/workflows/1"]);
});

test("what is shown is brought up to date when it is stale or old", async () => {
  const { cache, waiting, wait } = setUp();
  for (const url of ["/a", "/b"]) {
    cache.subscribe(url, () => {});
    void cache.ensure(url);
    await waiting[waiting.length - 1]!.answer(1);
  }
  cache.markStale("/b");
  equal(waiting.length, 2);
  cache.refreshShown();
  equal(waiting.slice(2).map(({ url }) => url), ["/b"]);
  await waiting[2]!.answer(2);
  wait(100);
  cache.refreshShown(50);
  equal(waiting.slice(3).map(({ url }) => url), ["/a", "/b"]);
});

test("an answer that was overtaken by a change is dropped", async () => {
  const { cache, waiting } = setUp();
  void cache.ensure("/a");
  cache.set("/a", "new");
  await waiting[0]!.answer("old");
  equal(cache.entry("/a").value, "new");
});

test("a load that began before an invalidation does not stand for the one after it", async () => {
  const { cache, waiting } = setUp();
  cache.subscribe("/a", () => {});
  void cache.ensure("/a");
  cache.invalidate("/a");
  equal(waiting.length, 2);
  await waiting[1]!.answer("after");
  await waiting[0]!.answer("before");
  equal(cache.entry("/a").value, "after");
});

test("an error keeps the value, and is loaded again when the server is back", async () => {
  const { cache, waiting } = setUp();
  cache.subscribe("/a", () => {});
  void cache.ensure("/a");
  await waiting[0]!.answer(1);
  void cache.refresh("/a");
  await waiting[1]!.fail(new Error("away"));
  equal(cache.entry("/a").value, 1);
  equal(String(cache.entry("/a").error), "Error: away");
  cache.retryFailed();
  await waiting[2]!.answer(2);
  equal([cache.entry("/a").value, cache.entry("/a").error], [2, undefined]);
});

test("what nobody shows is forgotten beyond the capacity, the oldest first", async () => {
  const { cache, waiting } = setUp(2);
  for (const url of ["/a", "/b", "/c"]) {
    const end = cache.subscribe(url, () => {});
    void cache.ensure(url);
    await waiting[waiting.length - 1]!.answer(url);
    end();
  }
  equal(["/a", "/b", "/c"].map((url) => cache.entry(url).value), [undefined, "/b", "/c"]);
});

test("after a sign-out nothing is left, not even what was on its way", async () => {
  const { cache, waiting } = setUp();
  void cache.ensure("/a");
  cache.clear();
  await waiting[0]!.answer("of the other user");
  equal(cache.entry("/a").value, undefined);
});
