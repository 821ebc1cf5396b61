import { useAction } from "../api/queries";
import { Menu } from "../components/Menu";
import { texts } from "../texts";
import { signOut } from "../session/actions";
import { useAccount } from "./account";
import { setTheme, type Theme, useTheme } from "./theme";

const themes: [Theme, string][] = [
  ["system", texts.shell.themeSystem],
  ["light", texts.shell.themeLight],
  ["dark", texts.shell.themeDark],
];

/** The user's name with the theme and the end of the session. */
export function UserMenu() {
  const { user } = useAccount();
  const theme = useTheme();
  const leave = useAction(signOut);
  return (
    <div className="shell-user">
      <span className="shell-user-name" title={user.email}>{user.name}</span>
      <Menu
        label={texts.shell.account}
        icon="user"
        items={[
          ...themes.map(([value, text]) => ({ text, isChosen: value === theme, onSelect: () => setTheme(value) })),
          { text: texts.shell.signOut, icon: "external", onSelect: () => void leave.run() },
        ]}
      />
    </div>
  );
}
