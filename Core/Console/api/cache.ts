import { request } from "./client";
import { connection } from "./connection";
import { QueryCache } from "./QueryCache";

export const cache = new QueryCache((url) => request("get", url));

// Other tabs of this browser: a change in one is seen in the others. One that is hidden loads nothing until it is shown.
const tabs = new BroadcastChannel("millrace.changes");
cache.onInvalidate = (prefixes) => tabs.postMessage(prefixes);
tabs.onmessage = ({ data }: MessageEvent<string[]>) => {
  cache.markStale(...data);
  if (document.visibilityState === "visible") cache.refreshShown();
};
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && connection.current === "online") cache.refreshShown(15_000);
});

// What failed while the server was away is loaded again when it is back.
let last = connection.current;
connection.subscribe(() => {
  if (last !== "online" && connection.current === "online") cache.retryFailed();
  last = connection.current;
});
