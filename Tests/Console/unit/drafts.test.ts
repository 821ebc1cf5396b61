import { setField } from "../../../Core/Console/document/commands";
import { Drafts } from "../../../Core/Console/document/drafts";
import { EditorStore } from "../../../Core/Console/document/EditorStore";
import { isBehind } from "../../../Core/Console/editor/openWorkflow";
import type { LoadedWorkflow } from "../../../Core/Console/editor/workflowDocument";
import { equal, holds, test } from "./check";
import { sample } from "./sample";

/** Storage of limited size, as browsers have it. */
class Memory {
  private readonly items = new Map<string, string>();
  constructor(private readonly most = Infinity) {}
  getItem(name: string) {
    return this.items.get(name) ?? null;
  }
  setItem(name: string, text: string) {
    if (text.length > this.most) throw new DOMException("full", "QuotaExceededError");
    this.items.set(name, text);
  }
  removeItem(name: string) {
    this.items.delete(name);
  }
}

function edited(count: number) {
  const store = new EditorStore(sample(), undefined, () => time += 10_000);
  let time = 0;
  for (let step = 1; step <= count; step++) store.change("Set", setField("end", "n", step));
  return store;
}

test("a draft is found again with its steps", () => {
  const documents = new Memory(), drafts = new Drafts(documents, new Memory(), "tab", "ada");
  const store = edited(3);
  store.undo();
  holds(drafts.write("w", "v1", store.snapshot(), 5), "written");
  const draft = drafts.read("w")!;
  equal([draft.base, draft.state.document], ["v1", store.state.document]);
  const again = new EditorStore(draft.state, drafts.readSteps("w", draft));
  again.redo();
  equal(again.state.document.nodes[5].data.n, 3);
  for (let count = 0; count < 3; count++) again.undo();
  equal(again.state.document, sample().document);
});

test("steps are those of the tab that wrote the draft", () => {
  const documents = new Memory();
  const one = new Drafts(documents, new Memory(), "one", "ada"),
    two = new Drafts(documents, new Memory(), "two", "ada");
  one.write("w", null, edited(2).snapshot(), 5);
  holds(two.readSteps("w", two.read("w")!) === undefined, "another tab has none");
  two.write("w", null, edited(1).snapshot(), 6);
  holds(one.readSteps("w", one.read("w")!) === undefined, "the draft is another tab's now");
});

test("without space for all steps the last ones are kept", () => {
  const drafts = new Drafts(new Memory(), new Memory(4000), "tab", "ada");
  const store = edited(200);
  holds(drafts.write("w", null, store.snapshot(), 5), "written");
  const steps = drafts.readSteps("w", drafts.read("w")!)!;
  holds(steps.steps.length > 10 && steps.steps.length < 200, `${steps.steps.length} steps`);
  const again = new EditorStore(store.state, steps);
  again.undo();
  equal(again.state.document.nodes[5].data.n, 199);
});

test("without space for the document that is reported, and damaged drafts are none", () => {
  const drafts = new Drafts(new Memory(100), new Memory(), "tab", "ada");
  holds(!drafts.write("w", null, edited(1).snapshot(), 5), "not written");
  const memory = new Memory();
  for (const text of ["{", "1", "{}", '{"document": {"nodes": 1}}']) {
    memory.setItem(new Drafts(memory, memory, "tab", "ada").key("w"), text);
    holds(new Drafts(memory, memory, "tab", "ada").read("w") === undefined, text);
  }
});

test("drafts are of a person, and one of an earlier release is of whoever opens it first", () => {
  const documents = new Memory(), steps = new Memory();
  const ada = new Drafts(documents, steps, "tab", "ada"), grace = new Drafts(documents, steps, "tab", "grace");
  ada.write("w", "v1", edited(2).snapshot(), 5);
  holds(grace.read("w") === undefined, "nobody else's");
  for (const storage of [documents, steps]) {
    storage.setItem("millrace.draft.w", storage.getItem(ada.key("w"))!);
    storage.removeItem(ada.key("w"));
  }
  const draft = grace.read("w")!;
  equal([draft.base, grace.readSteps("w", draft)?.steps.length], ["v1", 2]);
  holds(ada.read("w") === undefined, "it is adopted once");
});

test("how a draft stands to the server's is known of the tab that wrote it", () => {
  const documents = new Memory();
  const one = new Drafts(documents, new Memory(), "one", "ada"),
    two = new Drafts(documents, new Memory(), "two", "ada");
  one.writeMark("w", { tag: "a", isSaved: true });
  one.write("w", null, edited(1).snapshot(), 5);
  holds(one.readMark("w", one.read("w")!) === undefined, "a mark of nothing is not kept");
  one.writeMark("w", { tag: "a", isSaved: true });
  equal(two.readMark("w", two.read("w")!), { tag: "a", isSaved: true });
  two.write("w", null, edited(2).snapshot(), 6);
  holds(two.readMark("w", two.read("w")!) === undefined, "the draft is another tab's now");
  one.remove("w");
  two.write("w", null, edited(2).snapshot(), 7);
  holds(one.readMark("w", one.read("w")!) === undefined, "the mark goes with the draft");
});

test("what was loaded while another tab sent its draft is loaded again", () => {
  const drafts = new Drafts(new Memory(), new Memory(), "tab", "ada");
  const loaded = (tag?: string) => ({ draft: tag && { tag } }) as unknown as LoadedWorkflow;
  holds(!isBehind(drafts, "w", loaded("1")), "nothing is known");
  drafts.write("w", null, edited(1).snapshot(), 5);
  holds(!isBehind(drafts, "w", loaded()), "it was not sent");
  drafts.writeMark("w", { tag: null, isSaved: false });
  holds(!isBehind(drafts, "w", loaded("1")), "it was not sent, and the server has another");
  drafts.writeMark("w", { tag: "2", isSaved: true });
  holds(isBehind(drafts, "w", loaded()), "the server had none yet");
  holds(isBehind(drafts, "w", loaded("1")), "the server had an older one");
  holds(!isBehind(drafts, "w", loaded("2")), "it is the same");
});
