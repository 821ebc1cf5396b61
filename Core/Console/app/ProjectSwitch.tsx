import { useEffect, useState } from "react";
import { Icon } from "../components/Icon";
import { Menu, type MenuItem } from "../components/Menu";
import type { Organization, Project } from "../api/types";
import { texts } from "../texts";
import { loadProjects, useAccount } from "./account";
import { navigate } from "./location";
import { joinScope } from "./router";

/** Shows the current organization and project, and switches to another. */
export function ProjectSwitch() {
  const { organization, project, organizations, projects } = useAccount();
  const [others, setOthers] = useState<{ organization: Organization; project: Project }[]>([]);

  useEffect(() => {
    let isCurrent = true;
    const rest = organizations.filter((one) => one.id !== organization.id);
    Promise.all(
      rest.map(async (one) => (await loadProjects(one.id)).map((its) => ({ organization: one, project: its }))),
    )
      .then((all) => isCurrent && setOthers(all.flat()), () => {});
    return () => {
      isCurrent = false;
    };
  }, [organization.id, organizations]);

  const all = [...projects.map((its) => ({ organization, project: its })), ...others];
  const items = all.map((one): MenuItem => ({
    text: texts.shell.project(one.organization.name, one.project.name),
    isChosen: one.project.id === project.id,
    onSelect: () => navigate(`~${joinScope(one.organization.slug, one.project.slug, "/workflows")}`),
  }));
  return (
    <div className="shell-switch">
      <Menu label={texts.shell.switchProject} items={items} className="shell-switch-button" align="start">
        <span className="shell-switch-names">
          <span>{organization.name}</span>
          <span>{project.name}</span>
        </span>
        <Icon name="chevronDown" />
      </Menu>
    </div>
  );
}
