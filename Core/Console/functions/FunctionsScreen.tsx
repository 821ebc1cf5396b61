import { Page } from "../components/Page";
import { texts } from "../texts";

export default function FunctionsScreen() {
  return <Page title={texts.shell.functions}>{null}</Page>;
}
