from expect import equal, refused, until
from workers import upload

CODE = b"""
import { WorkflowEntrypoint } from "cloudflare:workers";
export class Flow extends WorkflowEntrypoint {
  async run(event, step) {
    const first = await step.do("read", async () => ({ region: this.env.REGION }));
    await step.sleep("rest", 10);
    if (event.payload.fail) throw new Error("told to fail");
    if (event.payload.hold) await step.do("hold", () => new Promise((done) => setTimeout(done, 2000)));
    if (event.payload.wait) first.event = (await step.waitForEvent("approval", { type: "go" })).payload;
    return { ...first, given: event.payload };
  }
}
export default { async fetch() { return new Response("ok"); } };
"""
NAME = "contract-flow"


def check_workflow(client, account):
    region = {"type": "plain_text", "name": "REGION", "text": "eu"}
    upload(client, account, NAME, CODE, bindings=[region])
    workflows = client.workflows
    with refused(404, 10200):
        workflows.get(NAME, account_id=account)
    made = workflows.update(NAME, account_id=account, class_name="Flow", script_name=NAME)
    got = workflows.get(NAME, account_id=account)
    equal((got.id, got.class_name, got.script_name), (made.id, "Flow", NAME))
    assert NAME in [each.name for each in workflows.list(account_id=account, search="flow")]
    workflows.update(
        NAME, account_id=account, class_name="Flow", script_name=NAME, concurrency={"limit": 5},
        default_retention={"success_retention": 86400000}, schedules=[{"cron": "0 6 * * *"}])
    equal([each.cron for each in workflows.get(NAME, account_id=account).schedules], ["0 6 * * *"])
    versions = list(workflows.versions.list(NAME, account_id=account))
    equal((versions[0].concurrency.limit, versions[0].default_retention.success_retention), (5, 86400000))
    equal(workflows.versions.get(versions[0].id, account_id=account, workflow_name=NAME).class_name, "Flow")


def check_instance(client, account):
    instances = client.workflows.instances
    made = instances.create(NAME, account_id=account, instance_id="one", params='{"a": 1}')
    equal((made.id, made.status), ("one", "queued"))
    with refused(409, 10405):
        instances.create(NAME, account_id=account, instance_id="one")
    done = ended(instances, account, "one")
    equal((done.status, done.output), ("complete", '{"region":"eu","given":{"a":1}}'))
    equal(done.params, {"a": 1})
    equal([(step.type, step.name) for step in done.steps], [("step", "read-1"), ("sleep", "rest-1")])
    equal((done.steps[0].output, done.steps[0].success), ('{"region":"eu"}', True))
    step = instances.step("one", account_id=account, workflow_name=NAME, name="read-1", type="step")
    equal((step.status, step.output), ("complete", {"region": "eu"}))
    equal(instances.get("one", account_id=account, workflow_name=NAME, simple="true").steps, [])
    with refused(404, 10400):
        instances.get("absent", account_id=account, workflow_name=NAME)


def check_failure(client, account):
    instances = client.workflows.instances
    list(instances.bulk(NAME, account_id=account, body=[{"instance_id": "two", "params": '{"fail": true}'}]))
    done = ended(instances, account, "two")
    equal((done.status, done.error.message, done.success), ("errored", "told to fail", False))
    errored = until(
        lambda: list(instances.list(NAME, account_id=account, status="errored")), lambda found: len(found) == 1)
    equal(errored[0].id, "two")
    assert len(list(instances.list(NAME, account_id=account, per_page=1, direction="asc"))) >= 2


def check_event_and_control(client, account):
    instances = client.workflows.instances
    instances.create(NAME, account_id=account, instance_id="three", params='{"wait": true}')
    until(lambda: read(instances, account, "three").status, lambda status: status == "waiting")
    equal(control(instances, account, "pause"), "paused")
    with refused(409, 10402):
        control(instances, account, "pause")
    assert control(instances, account, "resume") in ["queued", "running", "waiting"]
    instances.events.create("go", account_id=account, workflow_name=NAME, instance_id="three", body={"by": "ada"})
    done = ended(instances, account, "three")
    equal(done.output, '{"region":"eu","event":{"by":"ada"},"given":{"wait":true}}')
    # From the wait on: what was read before stays.
    began = read(instances, account, "three").steps[0].start
    instances.status.edit(
        "three", account_id=account, workflow_name=NAME, status="restart",
        from_={"name": "approval", "type": "waitForEvent"})
    until(lambda: read(instances, account, "three").status, lambda status: status == "waiting")
    equal(read(instances, account, "three").steps[0].start, began)
    with refused(404, 10400):
        instances.status.edit(
            "three", account_id=account, workflow_name=NAME, status="restart", from_={"name": "approval"})
    assert control(instances, account, "restart") in ["queued", "running", "waiting"]
    equal(
        instances.status.edit(
            "three", account_id=account, workflow_name=NAME, status="terminate", rollback=True).status, "terminated")
    equal(read(instances, account, "three").steps[-1].type, "termination")


def check_pause_at_work(client, account):
    instances = client.workflows.instances
    instances.create(NAME, account_id=account, instance_id="four", params='{"hold": true}')
    until(lambda: [step.name for step in read(instances, account, "four").steps], lambda names: "hold-1" in names)
    equal(control(instances, account, "pause", "four"), "waitingForPause")
    paused = until(lambda: read(instances, account, "four"), lambda got: got.status == "paused")
    equal(paused.steps[-1].success, True)
    control(instances, account, "resume", "four")
    equal(ended(instances, account, "four").status, "complete")


def check_delete(client, account):
    equal(client.workflows.delete(NAME, account_id=account).status, "ok")
    with refused(404, 10200):
        client.workflows.delete(NAME, account_id=account)
    # A workflow of the same name knows nothing of the old one's instances.
    client.workflows.update(NAME, account_id=account, class_name="Flow", script_name=NAME)
    equal(list(client.workflows.instances.list(NAME, account_id=account)), [])
    client.workflows.instances.create(NAME, account_id=account, instance_id="one", params='{"a": 2}')
    equal(ended(client.workflows.instances, account, "one").output, '{"region":"eu","given":{"a":2}}')


def read(instances, account, instance):
    return instances.get(instance, account_id=account, workflow_name=NAME)


def ended(instances, account, instance):
    over = ["complete", "errored", "terminated"]
    return until(lambda: read(instances, account, instance), lambda got: got.status in over)


def control(instances, account, status, instance="three"):
    answer = instances.status.edit(instance, account_id=account, workflow_name=NAME, status=status)
    return answer.status
