import { useQuery } from "../api/queries";
import type { Member } from "../api/types";
import { useAccount } from "../app/account";

export type Role = Member["role"];

const ranks: Record<Role, number> = { member: 0, admin: 1, owner: 2 };

/** The user's role in the organization; `undefined` until it is known. */
export function useRole(): Role | undefined {
  const { user } = useAccount();
  const members = useQuery("/api/members", { query: { limit: 100 } });
  return members.value?.data.find((member) => member.userId === user.id)?.role;
}

export function includes(role: Role | undefined, other: Role): boolean {
  return role !== undefined && ranks[role] >= ranks[other];
}
