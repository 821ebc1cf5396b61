import { useState } from "react";
import { send } from "../../api/client";
import { cache, useAction, useList } from "../../api/queries";
import type { Member } from "../../api/types";
import { useAccount } from "../../app/account";
import { showToast } from "../../app/showToast";
import { DeleteDialog } from "../../components/DeleteDialog";
import { DateTime } from "../../components/DateTime";
import { ErrorMessage } from "../../components/ErrorMessage";
import { ListState } from "../../components/ListState";
import { Menu } from "../../components/Menu";
import { Table } from "../../components/Table";
import { texts } from "../../texts";
import { Section } from "../Section";
import { includes, type Role, useRole } from "../useRole";
import { InvitationsList } from "./InvitationsList";

export function MembersSection() {
  const { user, organization } = useAccount();
  const role = useRole();
  const list = useList("/api/members", {});
  const [removed, setRemoved] = useState<Member | null>(null);
  const text = texts.settings;
  const changeRole = useAction(async (member: Member, next: Role) => {
    await send("patch", "/api/members/{userId}", { path: { userId: member.userId }, body: { role: next } });
    cache.invalidate("/api/members");
    showToast("success", text.saved);
  });
  // Only owners change owners.
  const mayChange = (member: Member) => includes(role, member.role === "owner" ? "owner" : "admin");
  return (
    <>
      <Section title={text.members} hint={text.roleHint}>
        {changeRole.error !== undefined && <ErrorMessage error={changeRole.error} />}
        <ListState list={list} empty={null}>
          {(members) => (
            <Table
              label={text.members}
              rows={members}
              rowKey={(member) => member.userId}
              columns={[
                {
                  title: text.name,
                  kind: "main",
                  cell: (member) => (
                    <>
                      {member.name} {member.userId === user.id && <span className="tag">{text.you}</span>}
                      <div className="muted">{member.email}</div>
                    </>
                  ),
                },
                {
                  title: text.role,
                  cell: (member) =>
                    mayChange(member)
                      ? (
                        <select
                          className="input filter"
                          aria-label={text.roleOf(member.name)}
                          value={member.role}
                          disabled={changeRole.isBusy}
                          onChange={(event) => void changeRole.run(member, event.target.value as Role)}
                        >
                          {rolesFor(role).map((one) => <option key={one} value={one}>{text.roles[one]}</option>)}
                        </select>
                      )
                      : text.roles[member.role],
                },
                { title: text.joined, cell: (member) => <DateTime time={member.joinedAt} show="relative" /> },
                {
                  title: text.actions,
                  kind: "tight",
                  cell: (member) =>
                    (mayChange(member) || member.userId === user.id) && (
                      <Menu
                        label={text.actionsOf(member.name)}
                        items={[
                          {
                            text: member.userId === user.id ? text.removeSelf : text.remove,
                            icon: "trash",
                            isDanger: true,
                            onSelect: () => setRemoved(member),
                          },
                        ]}
                      />
                    ),
                },
              ]}
            />
          )}
        </ListState>
      </Section>
      {includes(role, "admin") && <InvitationsList roles={rolesFor(role)} />}
      {removed && (
        <DeleteDialog
          title={text.removeMember(removed.name)}
          submit={text.remove}
          run={() => send("delete", "/api/members/{userId}", { path: { userId: removed.userId } })}
          onDone={() => {
            if (removed.userId === user.id) return location.assign("/");
            cache.invalidate("/api/members", "/api/api-keys");
            showToast("success", text.removed(removed.name));
          }}
          onClose={() => setRemoved(null)}
        >
          <p>{text.removeHint(organization.name)}</p>
        </DeleteDialog>
      )}
    </>
  );
}

/** The roles that a person may give. */
function rolesFor(role: Role | undefined): Role[] {
  return role === "owner" ? ["member", "admin", "owner"] : ["member", "admin"];
}
