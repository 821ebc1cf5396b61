import { useMemo } from "react";
import { useQuery } from "../api/queries";
import type { Connection } from "../api/types";

/** The connections that run tests; `undefined` while they are loaded. */
export function useTestConnections(): readonly Connection[] | undefined {
  const providers = useQuery("/api/providers", { query: {} });
  const connections = useQuery("/api/connections", { query: { limit: 100 } });
  return useMemo(() => {
    if (!providers.value || !connections.value) return undefined;
    const able = new Set(providers.value.data.filter((one) => one.runsTests).map((one) => one.id));
    return connections.value.data.filter((one) => able.has(one.provider));
  }, [providers.value, connections.value]);
}
