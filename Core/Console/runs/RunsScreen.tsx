import { Page } from "../components/Page";
import { texts } from "../texts";

export default function RunsScreen() {
  return <Page title={texts.shell.runs}>{null}</Page>;
}
