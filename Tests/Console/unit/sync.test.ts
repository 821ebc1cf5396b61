import { chooseDraft } from "../../../Core/Console/document/chooseDraft";
import { Sync } from "../../../Core/Console/document/Sync";
import { equal, holds, test } from "./check";

const times = { first: 5, interval: 30, retry: 10 };
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A server that keeps a text, and is as slow and as unwilling as it is told. */
class Server {
  text = "";
  readonly sent: string[] = [];
  atOnce = 0;
  most = 0;
  failures: unknown[] = [];
  async send(text: string) {
    this.most = Math.max(this.most, ++this.atOnce);
    await pause(3);
    this.atOnce--;
    const failure = this.failures.shift();
    if (failure) throw failure;
    this.sent.push(text);
  }
}

test("what changes while it is sent is sent next, and never two at a time", async () => {
  const server = new Server();
  let text = "";
  const began = performance.now();
  const sync = new Sync(() => server.send(text), () => false, () => {}, times);
  for (const letter of "abcdefgh") {
    text += letter;
    sync.change();
    holds(!sync.isSaved, "not saved yet");
    await pause(4);
  }
  holds(await sync.flush(), "saved");
  equal([server.sent[server.sent.length - 1], server.most], ["abcdefgh", 1]);
  // The first, the last, and one an interval: on a busy machine the pauses are longer.
  const most = 2 + (performance.now() - began) / times.interval;
  holds(server.sent.length <= most, `${server.sent.length} requests, of ${most}`);
});

test("what failed is tried again by itself, and what was refused only after a choice", async () => {
  const server = new Server();
  const refused = new Error("412");
  server.failures = [new Error("offline"), refused];
  const sync = new Sync(() => server.send("text"), (error) => error === refused, () => {}, times);
  sync.change();
  holds(!await sync.flush(), "offline");
  for (let tries = 0; !sync.isWaiting && tries < 2000; tries++) await pause(5);
  holds(sync.isWaiting && !sync.isSaved, "somebody has to choose");
  sync.change();
  await pause(60);
  equal(server.sent, []);
  sync.resume();
  for (let tries = 0; !sync.isSaved && tries < 2000; tries++) await pause(5);
  equal(server.sent, ["text"]);
});

const own = (tag: string | null, isSaved: boolean, base = "v1") => ({ tag, isSaved, base });

test("what this browser has not sent is opened; of two drafts somebody chooses", () => {
  equal(chooseDraft(own("a", false), { tag: "a" }, "v1"), { use: "own", tag: "a", isConflict: false });
  equal(chooseDraft(own("a", false), { tag: "b" }, "v1"), { use: "own", tag: "b", isConflict: true });
  equal(chooseDraft(own(null, false), { tag: "b" }, "v1"), { use: "own", tag: "b", isConflict: true });
  // It was discarded, or became a version: what was changed since is another draft.
  equal(chooseDraft(own("a", false), undefined, "v2"), { use: "own", tag: null, isConflict: false });
});

test("what was sent follows the server", () => {
  equal(chooseDraft(own("a", true), { tag: "a" }, "v2"), { use: "own", tag: "a", isConflict: false });
  equal(chooseDraft(own("a", true), { tag: "b" }, "v1"), { use: "shared", tag: "b", isConflict: false });
  equal(chooseDraft(own("a", true), undefined, "v1"), { use: "version", tag: null, isConflict: false });
  equal(chooseDraft(undefined, { tag: "b" }, "v1"), { use: "shared", tag: "b", isConflict: false });
  equal(chooseDraft(undefined, undefined, null), { use: "version", tag: null, isConflict: false });
});

test("without changes its steps can be undone while the version is the same", () => {
  equal(chooseDraft(own(null, true), undefined, "v1"), { use: "own", tag: null, isConflict: false });
  equal(chooseDraft(own(null, true), undefined, "v2"), { use: "version", tag: null, isConflict: false });
});
