import {
  compareVersions,
  httpsAddress,
  nodeActions,
  nodeFacts,
  obstacle,
  standing,
} from "../../../Core/Console/marketplace/nodeFacts.ts";
import { equal, test } from "./check.ts";

const offered = {
  registry: "https://registry.example",
  deprecated: false,
  withdrawn: null,
  revokedKey: null,
  isInstallable: true,
  isInstalled: false,
  hasUpdate: false,
  installation: null,
};
const installation = {
  nodeId: "slack",
  version: "1.0.0",
  keptVersions: [] as string[],
  isBundled: false,
  isLoaded: true,
  signedBy: null,
  installedAt: null,
  updatedAt: null,
};
const installed = { ...offered, isInstalled: true, installation };

test("a node has the actions that the server would not refuse", () => {
  equal(nodeActions(offered), ["install"]);
  equal(nodeActions({ ...offered, isInstallable: false }), []);
  equal(nodeActions(installed), ["uninstall"]);
  equal(nodeActions({ ...installed, hasUpdate: true, installation: { ...installation, keptVersions: ["0.9.0"] } }), [
    "update",
    "rollBack",
    "uninstall",
  ]);
  equal(nodeActions({ ...installed, installation: { ...installation, isBundled: true } }), []);
});

test("what keeps people from using a node is shown first", () => {
  equal(standing({ ...installed, revokedKey: "Stolen.", withdrawn: "Broken." }), "revoked");
  equal(standing({ ...installed, withdrawn: "Broken.", deprecated: true }), "withdrawn");
  equal(standing({ ...installed, hasUpdate: true, deprecated: true }), "deprecated");
  equal(standing({ ...installed, hasUpdate: true }), "update");
  equal(standing(offered), "available");
  equal(standing({ ...offered, isInstallable: false }), "unavailable");
});

test("a withdrawn version cannot be installed, nor one without a build", () => {
  const version = {
    version: "1.0.0",
    sdk: "0.1.0",
    abi: 1,
    deprecated: false,
    deprecationMessage: null,
    replacedBy: null,
    withdrawn: null as string | null,
    isInstallable: true,
    builds: [],
  };
  equal(obstacle(version), null);
  equal(obstacle({ ...version, withdrawn: "Broken.", isInstallable: false }), "withdrawn");
  equal(obstacle({ ...version, isInstallable: false }), "platform");
});

test("versions are ordered by precedence", () => {
  equal(compareVersions("1.10.0", "1.9.0") > 0, true);
  equal(compareVersions("1.0.0", "1.0.0-beta.2") > 0, true);
  equal(compareVersions("1.0.0-beta.2", "1.0.0-beta.10") < 0, true);
  equal(compareVersions("1.0.0+a", "1.0.0"), 0);
});

test("actions and secrets are read from the form", () => {
  const configSchema = {
    action: { type: "select", label: "Action", options: [{ value: "Send", label: "Send" }] },
    token: { type: "secret", label: "Bot token", envVarName: "SLACK_BOT_TOKEN" },
  };
  const facts = nodeFacts({ definition: { configSchema, author: "Millrace" } });
  equal([facts.actions, facts.secrets, facts.author], [
    ["Send"],
    [{ label: "Bot token", variable: "SLACK_BOT_TOKEN" }],
    "Millrace",
  ]);
  equal(nodeFacts({ definition: null }).actions, []);
});

test("only addresses of the web over TLS are linked to", () => {
  equal(httpsAddress("https://docs.example/node"), "https://docs.example/node");
  for (const text of ["javascript:alert(1)", "data:text/html,x", "http://docs.example", "docs", "", null]) {
    equal(httpsAddress(text), null);
  }
  equal(nodeFacts({ docsUrl: "javascript:alert(1)" }).docsUrl, null);
});
