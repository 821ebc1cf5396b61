import { useState } from "react";
import { send } from "../../api/client";
import { cache, useList } from "../../api/queries";
import type { Invitation, MadeInvitation } from "../../api/types";
import { showToast } from "../../app/showToast";
import { Button } from "../../components/Button";
import { CodeBlock } from "../../components/CodeBlock";
import { DeleteDialog } from "../../components/DeleteDialog";
import { DateTime } from "../../components/DateTime";
import { Dialog } from "../../components/Dialog";
import { ListState } from "../../components/ListState";
import { Menu } from "../../components/Menu";
import { SchemaDialog } from "../../components/SchemaDialog";
import { Table } from "../../components/Table";
import type { FormValue, Schema } from "../../forms";
import { texts } from "../../texts";
import { Section } from "../Section";
import type { Role } from "../useRole";

type Open =
  | { kind: "new" }
  | { kind: "withdraw"; invitation: Invitation }
  | { kind: "made"; made: MadeInvitation }
  | null;

/** The invitations that are open, and new ones. */
export function InvitationsList({ roles }: { roles: Role[] }) {
  const list = useList("/api/invitations", {});
  const [open, setOpen] = useState<Open>(null);
  const text = texts.settings;
  const invite = async (form: FormValue) => {
    const body = { email: String(form.email ?? ""), role: (form.role ?? "member") as Role };
    const made = await send("post", "/api/invitations", { body });
    cache.invalidate("/api/invitations");
    return made;
  };
  return (
    <Section
      title={text.invitations}
      actions={<Button icon="add" onClick={() => setOpen({ kind: "new" })}>{text.invite}</Button>}
    >
      <ListState list={list} rows={1} empty={<p className="muted">{text.noInvitations}</p>}>
        {(invitations) => (
          <Table
            label={text.invitations}
            rows={invitations}
            rowKey={(invitation) => invitation.id}
            columns={[
              { title: text.email, kind: "main", cell: (invitation) => invitation.email },
              { title: text.role, cell: (invitation) => text.roles[invitation.role] },
              { title: text.expires, cell: (invitation) => <DateTime time={invitation.expiresAt} show="relative" /> },
              {
                title: text.actions,
                kind: "tight",
                cell: (invitation) => (
                  <Menu
                    label={text.actionsOf(invitation.email)}
                    items={[
                      {
                        text: text.withdraw,
                        icon: "trash",
                        isDanger: true,
                        onSelect: () => setOpen({ kind: "withdraw", invitation }),
                      },
                    ]}
                  />
                ),
              },
            ]}
          />
        )}
      </ListState>
      {open?.kind === "new" && (
        <SchemaDialog
          title={text.invite}
          submit={text.sendInvitation}
          schema={schemaOf(roles)}
          initial={{}}
          run={invite}
          onDone={(made) => setOpen({ kind: "made", made })}
          onClose={() => setOpen(null)}
        />
      )}
      {open?.kind === "made" && (
        <Dialog
          title={text.invited(open.made.email)}
          onClose={() => setOpen(null)}
          footer={<Button kind="primary" onClick={() => setOpen(null)}>{text.keyCopied}</Button>}
        >
          <p>{text.invitedHint}</p>
          {/* In the fragment, which no server and no log receives. */}
          <CodeBlock text={`${location.origin}/sign-up#${open.made.token}`} label={text.invited(open.made.email)} />
        </Dialog>
      )}
      {open?.kind === "withdraw" && (
        <DeleteDialog
          title={text.withdrawInvitation(open.invitation.email)}
          submit={text.withdraw}
          run={() => send("delete", "/api/invitations/{invitationId}", { path: { invitationId: open.invitation.id } })}
          onDone={() => {
            cache.invalidate("/api/invitations");
            showToast("success", text.deleted(open.invitation.email));
          }}
          onClose={() => setOpen(null)}
        >
          <p>{text.withdrawHint}</p>
        </DeleteDialog>
      )}
    </Section>
  );
}

function schemaOf(roles: Role[]): Schema {
  const text = texts.settings;
  return {
    email: { type: "string", label: text.email, required: true, validation: { format: "email" } },
    role: {
      type: "select",
      label: text.role,
      description: text.roleHint,
      default: "member",
      options: roles.map((role) => ({ value: role, label: text.roles[role] })),
    },
  };
}
