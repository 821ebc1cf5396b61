import { type ComponentType, useEffect } from "react";
import { ApiError } from "../api/ApiError";
import { useQuery } from "../api/queries";
import { navigate } from "../app/location";
import type { ScreenProps } from "../app/routes";
import { EmptyState } from "../components/EmptyState";
import { Page } from "../components/Page";
import { type Tab, Tabs } from "../components/Tabs";
import { texts } from "../texts";
import { AuditSection } from "./audit/AuditSection";
import { ConnectionsSection } from "./connections/ConnectionsSection";
import { CredentialsSection } from "./credentials/CredentialsSection";
import { KeysSection } from "./keys/KeysSection";
import { MembersSection } from "./members/MembersSection";
import { ProjectsSection } from "./projects/ProjectsSection";
import { ResourcesSection } from "./resources/ResourcesSection";
import { ServerSection } from "./server/ServerSection";
import { includes, useRole } from "./useRole";
import { VariablesSection } from "./variables/VariablesSection";
import { WebhooksSection } from "./webhooks/WebhooksSection";

const sections: Record<string, { title: string; content: ComponentType }> = {
  connections: { title: texts.settings.connections, content: ConnectionsSection },
  credentials: { title: texts.settings.vendorCredentials, content: CredentialsSection },
  variables: { title: texts.settings.variables, content: VariablesSection },
  resources: { title: texts.settings.resources, content: ResourcesSection },
  webhooks: { title: texts.webhooks.title, content: WebhooksSection },
  projects: { title: texts.settings.projects, content: ProjectsSection },
  members: { title: texts.settings.members, content: MembersSection },
  keys: { title: texts.settings.keys, content: KeysSection },
  audit: { title: texts.settings.audit, content: AuditSection },
  server: { title: texts.settings.server, content: ServerSection },
};

/** The settings of the organization and the project, and of the server for those who operate it. */
export default function SettingsScreen({ params }: ScreenProps) {
  const name = params.section ?? "connections";
  useEffect(() => {
    if (params.section === undefined) navigate("/settings/connections", { replace: true });
  }, [params.section]);
  const role = useRole();
  const isOperator = useIsOperator();
  const isShown = (section: string) => {
    if (section === "keys" || section === "audit") return includes(role, "admin");
    return section !== "server" || isOperator;
  };
  const tabs = Object.entries(sections).filter(([section]) => section === name || isShown(section))
    .map(([section, { title }]): Tab => ({ text: title, to: `/settings/${section}` }));
  const section = sections[name];
  const Content = section?.content;
  return (
    <Page title={texts.settings.title}>
      <Tabs label={texts.settings.sections} tabs={tabs} />
      {Content ? <Content /> : <EmptyState icon="help" title={texts.common.notFound} />}
    </Page>
  );
}

/** Whether the plugins of the server are the user's to manage. */
function useIsOperator(): boolean {
  const plugins = useQuery("/api/plugins", {});
  return plugins.value !== undefined || !(plugins.error instanceof ApiError && plugins.error.status === 403) &&
      plugins.error !== undefined;
}
