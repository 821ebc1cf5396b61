import { Page } from "../components/Page";
import { texts } from "../texts";

export default function WorkflowsScreen() {
  return <Page title={texts.shell.workflows}>{null}</Page>;
}
