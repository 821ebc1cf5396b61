import base64
import hashlib

from expect import equal, refused

CODE = b"""
import { WorkflowEntrypoint } from "cloudflare:workers";
export class Order extends WorkflowEntrypoint { async run(event) { return event.payload; } }
export default {
  async fetch() { return new Response("ok"); }, async scheduled() {}, async queue() {},
};
"""


def upload(client, account, name, code=CODE, **metadata):
    return client.workers.scripts.update(
        name, account_id=account, files=[("worker.js", code, "application/javascript+module")],
        metadata={"main_module": "worker.js", "compatibility_date": "2026-11-01", **metadata},
    )


def check_upload(client, account):
    scripts = client.workers.scripts
    answer = upload(
        client, account, "contract", compatibility_flags=["nodejs_compat"], tags=["millrace"], logpush=True,
        observability={"enabled": True, "head_sampling_rate": 1}, placement={"mode": "smart"},
        limits={"cpu_ms": 50},
        bindings=[
            {"type": "plain_text", "name": "REGION", "text": "eu"},
            {"type": "secret_text", "name": "KEY", "text": "k"},
            {"type": "workflow", "name": "WORKFLOW", "workflow_name": "contract", "class_name": "Order"},
            {"type": "json", "name": "SETTINGS", "json": {"a": 1}},
            {"type": "ai", "name": "AI"}, {"type": "browser", "name": "BROWSER"},
            {"type": "analytics_engine", "name": "ANALYTICS", "dataset": "events"},
            {"type": "hyperdrive", "name": "HYPERDRIVE", "id": "h"},
            {"type": "version_metadata", "name": "VERSION"},
            {"type": "service", "name": "SERVICE", "service": "contract"},
        ],
    )
    equal((answer.id, answer.handlers), ("contract", ["fetch", "scheduled", "queue"]))
    equal([each.name for each in answer.named_handlers], ["Order"])
    assert "contract" in [each.id for each in scripts.list(account_id=account)]
    assert "contract" in [each.script_name for each in scripts.search(account_id=account, name="contr")]
    assert "class Order" in scripts.get("contract", account_id=account)
    assert b"class Order" in scripts.content.get("contract", account_id=account).read()
    settings = scripts.script_and_version_settings.get("contract", account_id=account)
    equal(len(settings.bindings), 10)
    equal((settings.limits.cpu_ms, settings.placement.mode, settings.logpush), (50, "smart", True))


def check_refused_uploads(client, account):
    with refused(400, 10021):
        upload(client, account, "broken", b"export default {")
    with refused(400, 10021):
        upload(client, account, "broken", b"throw new Error('at start'); export default { fetch() {} };")
    with refused(400, 10068):
        upload(client, account, "broken", b"export const a = 1;")
    with refused(400, 10016):
        upload(client, account, "Not A Name")
    with refused(400, 10143):
        upload(client, account, "broken", bindings=[{"type": "service", "name": "S", "service": "absent"}])
    with refused(404, 10007):
        client.workers.scripts.get("broken", account_id=account)


def check_kept_bindings(client, account):
    secret = {"type": "secret_text", "name": "KEPT", "text": "k"}
    upload(client, account, "kept", bindings=[secret, {"type": "plain_text", "name": "A", "text": "a"}])
    upload(client, account, "kept", keep_bindings=["secret_text"])
    bindings = client.workers.scripts.script_and_version_settings.get("kept", account_id=account).bindings
    equal([each.name for each in bindings], ["KEPT"])
    upload(client, account, "kept", bindings=[{"type": "inherit", "name": "KEPT"}])
    with refused(400, 10056):
        upload(client, account, "kept", bindings=[{"type": "inherit", "name": "ABSENT"}])
    client.workers.scripts.delete("kept", account_id=account)


def check_settings(client, account):
    settings = client.workers.scripts.script_and_version_settings
    equal(settings.edit("contract", account_id=account, settings={"tags": ["a"], "limits": {"cpu_ms": 9}}).tags, ["a"])
    equal(settings.get("contract", account_id=account).limits.cpu_ms, 9)
    equal(client.workers.scripts.settings.edit("contract", account_id=account, logpush=False).logpush, False)
    equal(client.workers.scripts.settings.get("contract", account_id=account).tags, ["a"])
    equal(client.workers.account_settings.get(account_id=account).default_usage_model, "standard")


def check_content(client, account):
    answer = client.workers.scripts.content.update(
        "contract", account_id=account, metadata={"main_module": "worker.js"},
        files=[("worker.js", CODE + b"// again", "application/javascript+module")],
    )
    equal(answer.id, "contract")
    assert len(client.workers.scripts.script_and_version_settings.get("contract", account_id=account).bindings) == 10


def check_versions(client, account):
    scripts = client.workers.scripts
    # Client 5.9.0 cannot read these two answers: its ResourcesBindings is no model.
    raw = scripts.versions.with_raw_response
    made = raw.create(
        "contract", account_id=account, metadata={"main_module": "worker.js"},
        files=[("worker.js", CODE, "application/javascript+module")],
    ).json()["result"]["id"]
    equal(raw.get(made, account_id=account, script_name="contract").json()["result"]["id"], made)
    equal(next(iter(scripts.versions.list("contract", account_id=account))).id, made)
    old = scripts.deployments.list("contract", account_id=account)
    deployment = scripts.deployments.create(
        "contract", account_id=account, strategy="percentage", versions=[{"version_id": made, "percentage": 100}]
    )
    got = scripts.deployments.get(deployment.id, account_id=account, script_name="contract")
    equal(got.versions[0].version_id, made)
    other = old.result.model_extra["deployments"][0]["versions"][0]["version_id"]
    shared = scripts.deployments.create(
        "contract", account_id=account, strategy="percentage",
        versions=[{"version_id": made, "percentage": 70}, {"version_id": other, "percentage": 30}])
    equal([(each.version_id, each.percentage) for each in shared.versions], [(made, 70), (other, 30)])
    with refused(400, 10026):
        scripts.deployments.create(
            "contract", account_id=account, strategy="percentage", versions=[{"version_id": made, "percentage": 70}])
    scripts.deployments.create(
        "contract", account_id=account, strategy="percentage", versions=[{"version_id": made, "percentage": 100}])
    earlier = old.result.model_extra["deployments"][0]["id"]
    scripts.deployments.delete(earlier, account_id=account, script_name="contract")
    with refused(404, 10007):
        scripts.deployments.get(earlier, account_id=account, script_name="contract")


def check_secrets(client, account):
    secrets = client.workers.scripts.secrets
    secrets.update("contract", account_id=account, name="TOKEN", text="t", type="secret_text")
    equal(secrets.get("TOKEN", account_id=account, script_name="contract").name, "TOKEN")
    bulk = {"B": {"type": "secret_text", "name": "B", "text": "b"}, "TOKEN": None}
    assert "B" in secrets.bulk_update("contract", account_id=account, secrets=bulk)
    assert "TOKEN" not in [each.name for each in secrets.list("contract", account_id=account)]
    secrets.delete("B", account_id=account, script_name="contract")
    with refused(404, 10056):
        secrets.delete("B", account_id=account, script_name="contract")


def check_schedules(client, account):
    schedules = client.workers.scripts.schedules
    answer = schedules.update("contract", account_id=account, body=[{"cron": "*/5 * * * *"}, {"cron": "0 9 * * MON"}])
    equal([each.cron for each in answer.schedules], ["*/5 * * * *", "0 9 * * MON"])
    equal(len(schedules.get("contract", account_id=account).schedules), 2)
    with refused(400, 10100):
        schedules.update("contract", account_id=account, body=[{"cron": "every day"}])
    equal(schedules.update("contract", account_id=account, body=[]).schedules, [])


def check_assets(client, account):
    files = {"/index.html": b"<h1>Hello</h1>", "/a.css": b"h1 { }", "/b.txt": b"text"}
    hashes = {path: hashlib.sha256(content).hexdigest()[:32] for path, content in files.items()}
    manifest = {path: {"hash": hashes[path], "size": len(content)} for path, content in files.items()}
    with refused(400, 10304):
        client.workers.scripts.assets.upload.create(
            "files", account_id=account, manifest={"index.html": {"hash": "x", "size": 1}})
    session = client.workers.scripts.assets.upload.create("files", account_id=account, manifest=manifest)
    equal(sorted(each for bucket in session.buckets for each in bucket), sorted(hashes.values()))
    own = client.with_options(api_token=session.jwt)
    by_hash = {hashes[path]: content for path, content in files.items()}

    def send(bucket):
        # The client's method sends no file names, by which a part is a file.
        parts = [(each, (each, base64.b64encode(by_hash[each]), "text/html")) for each in bucket]
        return own.post(
            f"/accounts/{account}/workers/assets/upload", cast_to=object, files=parts,
            options={"params": {"base64": "true"}, "headers": {"Content-Type": "multipart/form-data"}})["result"]

    with refused(400, 10306):
        upload(client, account, "files", assets={"jwt": session.jwt})
    answers = [send(bucket) for bucket in session.buckets]
    equal([bool(answer["jwt"]) for answer in answers], [False] * (len(answers) - 1) + [True])
    done = client.workers.scripts.assets.upload.create("files", account_id=account, manifest=manifest)
    equal(done.buckets, [])
    answer = upload(
        client, account, "files", assets={"jwt": done.jwt, "config": {"html_handling": "none"}},
        bindings=[{"type": "assets", "name": "ASSETS"}])
    equal(answer.has_assets, True)
    equal(upload(client, account, "files", keep_assets=True).has_assets, True)
    equal(upload(client, account, "files").has_assets, False)
    client.workers.scripts.delete("files", account_id=account)


def check_subdomain(client, account):
    subdomain = client.workers.scripts.subdomain
    equal(subdomain.get("contract", account_id=account).enabled, False)
    equal(subdomain.create("contract", account_id=account, enabled=True, previews_enabled=False).enabled, True)
    equal(subdomain.delete("contract", account_id=account).enabled, False)
    name = client.workers.subdomains.get(account_id=account).subdomain
    client.workers.subdomains.delete(account_id=account)
    with refused(404, 10007):
        client.workers.subdomains.get(account_id=account)
    with refused(400, 10063):
        subdomain.create("contract", account_id=account, enabled=True)
    equal(client.workers.subdomains.update(account_id=account, subdomain=name).subdomain, name)


def check_routes(client, account):
    zone = next(iter(client.zones.list(name="example.com"))).id
    routes = client.workers.routes
    route = routes.create(zone_id=zone, pattern="api.example.com/*", script="contract")
    with refused(409, 10020):
        routes.create(zone_id=zone, pattern="api.example.com/*", script="contract")
    equal(routes.get(route.id, zone_id=zone).script, "contract")
    routes.update(route.id, zone_id=zone, pattern="api.example.com/v2/*", script="contract")
    equal([each.pattern for each in routes.list(zone_id=zone)], ["api.example.com/v2/*"])
    equal(routes.delete(route.id, zone_id=zone).id, route.id)
    with refused(404, 10009):
        routes.get(route.id, zone_id=zone)


def check_domains(client, account):
    domains = client.workers.domains
    domain = domains.update(account_id=account, hostname="orders.example.com", service="contract")
    equal(domains.get(domain.id, account_id=account).zone_name, "example.com")
    found = domains.list(account_id=account, hostname="orders.example.com", service="contract")
    equal([each.id for each in found], [domain.id])
    domains.delete(domain.id, account_id=account)
    with refused(404, 10007):
        domains.get(domain.id, account_id=account)
    with refused(404, 10007):
        domains.update(account_id=account, hostname="orders.elsewhere.org", service="contract")


def check_telemetry(client, account):
    telemetry = client.workers.observability.telemetry
    service = {"key": "$metadata.service", "operation": "eq", "type": "string", "value": "contract"}

    def query(start, end):
        return telemetry.query(
            account_id=account, query_id="contract", view="events", dry=True, limit=5,
            timeframe={"from": start, "to": end},
            parameters={"datasets": [], "filter_combination": "and", "filters": [service]},
        )

    found = query(0, 1)
    equal((found.events.events, found.run.status), ([], "COMPLETED"))
    with refused(400, 10026):
        query(1, 0)


def check_delete(client, account):
    upload(client, account, "short-lived")
    client.workers.scripts.delete("short-lived", account_id=account, force=True)
    with refused(404, 10007):
        client.workers.scripts.delete("short-lived", account_id=account)
