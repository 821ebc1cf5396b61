import { useState } from "react";
import { send } from "../../api/client";
import { cache, useAction, useList } from "../../api/queries";
import type { Plugin } from "../../api/types";
import { showToast } from "../../app/showToast";
import { bytesText } from "../../components/bytes";
import { DeleteDialog } from "../../components/DeleteDialog";
import { ErrorMessage } from "../../components/ErrorMessage";
import { ListState } from "../../components/ListState";
import { Menu, type MenuItem } from "../../components/Menu";
import { Table } from "../../components/Table";
import { texts } from "../../texts";
import { Section } from "../Section";
import { HealthCard } from "./HealthCard";
import { PluginState } from "./PluginState";

/** The plugins and the health of the server, for those who operate it. */
export function ServerSection() {
  const list = useList("/api/plugins", { query: { limit: 100 } }, { refreshEvery: 60_000 });
  const [disabled, setDisabled] = useState<Plugin | null>(null);
  const text = texts.settings;
  const change = useAction(async (plugin: Plugin, verb: "enable" | "restart") => {
    await post(plugin, verb);
    showToast("success", text.saved);
  });
  const items = (plugin: Plugin): MenuItem[] => {
    const restart: MenuItem = {
      text: text.restart,
      icon: "restart",
      onSelect: () => void change.run(plugin, "restart"),
    };
    const enable: MenuItem = { text: text.enable, icon: "check", onSelect: () => void change.run(plugin, "enable") };
    const disable: MenuItem = { text: text.disable, icon: "stop", isDanger: true, onSelect: () => setDisabled(plugin) };
    if (plugin.state === "off") return [enable];
    // A plugin of the server's own process ends with it; one that was refused is read again.
    if (plugin.isolation === "inProcess") return [disable];
    return plugin.state === "refused" ? [restart] : [restart, disable];
  };
  return (
    <>
      <Section title={text.health}>
        <HealthCard />
      </Section>
      <Section title={text.plugins}>
        {change.error !== undefined && <ErrorMessage error={change.error} />}
        <ListState list={list} empty={null}>
          {(plugins) => (
            <Table
              label={text.plugins}
              rows={plugins}
              rowKey={(plugin) => `${plugin.id} ${plugin.version ?? plugin.path}`}
              columns={[
                {
                  title: text.name,
                  kind: "main",
                  cell: (plugin) => (
                    <>
                      {plugin.name ?? plugin.id} <span className="muted">{plugin.version}</span>
                      <PluginState plugin={plugin} />
                    </>
                  ),
                },
                {
                  title: text.isolation,
                  cell: (plugin) => plugin.isolation === null ? "–" : text.isolations[plugin.isolation],
                },
                {
                  title: text.memory,
                  kind: "end",
                  cell: (plugin) => plugin.memory === null ? "–" : bytesText(plugin.memory),
                },
                {
                  title: text.calls,
                  kind: "end",
                  cell: (plugin) => (
                    <>
                      {plugin.calls}
                      {plugin.failures > 0 && <div className="muted">{text.failures(plugin.failures)}</div>}
                    </>
                  ),
                },
                {
                  title: text.actions,
                  kind: "tight",
                  cell: (plugin) => <Menu label={text.actionsOf(plugin.name ?? plugin.id)} items={items(plugin)} />,
                },
              ]}
            />
          )}
        </ListState>
      </Section>
      {disabled && (
        <DeleteDialog
          title={text.disablePlugin(disabled.name ?? disabled.id)}
          submit={text.disable}
          run={() => post(disabled, "disable")}
          onDone={() => showToast("success", text.saved)}
          onClose={() => setDisabled(null)}
        >
          <p>{text.disableHint([...disabled.providers, ...disabled.nodes].join(", "))}</p>
        </DeleteDialog>
      )}
    </>
  );
}

async function post(plugin: Plugin, verb: "enable" | "disable" | "restart"): Promise<void> {
  await send("post", `/api/plugins/{pluginId}/${verb}`, { path: { pluginId: plugin.id } });
  // What a plugin contributes comes and goes with it.
  cache.invalidate("/api/plugins", "/api/providers", "/api/nodes", "/api/ready");
}
