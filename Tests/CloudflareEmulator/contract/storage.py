from expect import equal, refused
from workers import upload


def check_namespaces(client, account):
    namespaces = client.kv.namespaces
    made = namespaces.create(account_id=account, title="sessions")
    with refused(400, 10014):
        namespaces.create(account_id=account, title="sessions")
    equal(namespaces.get(made.id, account_id=account).title, "sessions")
    equal(namespaces.update(made.id, account_id=account, title="sessions-2").title, "sessions-2")
    assert made.id in [each.id for each in namespaces.list(account_id=account, order="title", per_page=1)]
    namespaces.delete(made.id, account_id=account)
    with refused(404, 10013):
        namespaces.keys.list(made.id, account_id=account)


def check_values(client, account):
    namespaces = client.kv.namespaces
    namespace = namespaces.create(account_id=account, title="values").id
    where = {"account_id": account, "namespace_id": namespace}
    blob = bytes(range(256))
    namespaces.values.update("a/b c:é", value=blob, metadata={"kind": "blob"}, expiration_ttl=600, **where)
    equal(namespaces.values.get("a/b c:é", **where).read(), blob)
    equal(namespaces.metadata.get("a/b c:é", **where), {"kind": "blob"})
    for number in range(12):
        namespaces.values.update(f"n/{number:02}", value=b"%d" % number, **where)
    found = namespaces.keys.list(namespace, account_id=account, prefix="n/", limit=10)
    equal(len(found.result), 10)
    equal([each.name for each in found], [f"n/{number:02}" for number in range(12)])
    blob_key = next(iter(namespaces.keys.list(namespace, account_id=account, prefix="a/")))
    assert blob_key.expiration and blob_key.metadata == {"kind": "blob"}
    namespaces.values.delete("n/00", **where)
    with refused(404, 10009):
        namespaces.values.get("n/00", **where)
    with refused(400, 10147):
        namespaces.values.update("short", value=b"x", expiration_ttl=5, **where)


def check_bulk(client, account):
    namespaces = client.kv.namespaces
    namespace = namespaces.create(account_id=account, title="bulk").id
    keys = namespaces.keys
    for resource in [namespaces, keys]:
        entries = [{"key": "a", "value": "1", "metadata": {"m": 1}}, {"key": "b", "value": "Yg==", "base64": True}]
        equal(resource.bulk_update(namespace, account_id=account, body=entries).successful_key_count, 2)
        equal(resource.bulk_get(namespace, account_id=account, keys=["a", "b"]).values, {"a": "1", "b": "b"})
        got = resource.bulk_get(namespace, account_id=account, keys=["a", "c"], type="json", with_metadata=True)
        equal((got.values["a"].value, got.values["a"].metadata, got.values["c"]), (1, {"m": 1}, None))
        equal(resource.bulk_delete(namespace, account_id=account, body=["a", "b"]).successful_key_count, 2)
    equal(list(keys.list(namespace, account_id=account)), [])


def check_databases(client, account):
    database = client.d1.database
    made = database.create(account_id=account, name="orders")
    with refused(400, 7502):
        database.create(account_id=account, name="orders")
    equal(database.get(made.uuid, account_id=account, fields=["name", "num_tables"]).num_tables, 0)
    auto = {"mode": "auto"}
    equal(database.update(made.uuid, account_id=account, read_replication=auto).read_replication.mode, "auto")
    equal(database.edit(made.uuid, account_id=account, read_replication=auto).name, "orders")
    assert made.uuid in [each.uuid for each in database.list(account_id=account, name="ord")]
    database.delete(made.uuid, account_id=account)
    with refused(404, 7404):
        database.get(made.uuid, account_id=account)


def check_queries(client, account):
    database = client.d1.database
    uuid = database.create(account_id=account, name="queries").uuid

    def query(sql, *params):
        return list(database.query(uuid, account_id=account, sql=sql, params=params))

    results = query("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, b BLOB); INSERT INTO t (name) VALUES ('a;b');")
    equal(len(results), 2)
    equal(query("INSERT INTO t (name, b) VALUES (?, x'00ff')", "c")[0].meta.changes, 1)
    equal(query("SELECT * FROM t WHERE id = ?", "2")[0].results, [{"id": 2, "name": "c", "b": [0, 255]}])
    raw = list(database.raw(uuid, account_id=account, sql="SELECT id, name FROM t ORDER BY id"))
    equal((raw[0].results.columns, raw[0].results.rows), (["id", "name"], [[1, "a;b"], [2, "c"]]))
    batch = [{"sql": "DELETE FROM t WHERE id = ?", "params": ["1"]}, {"sql": "SELECT count(*) AS n FROM t"}]
    equal(list(database.query(uuid, account_id=account, batch=batch))[1].results, [{"n": 1}])
    with refused(400, 7500):
        query("SELECT * FROM absent")


def check_buckets(client, account):
    buckets = client.r2.buckets
    equal(buckets.create(account_id=account, name="files").name, "files")
    with refused(409, 10004):
        buckets.create(account_id=account, name="files")
    with refused(400, 10005):
        buckets.create(account_id=account, name="No")
    edited = buckets.edit("files", account_id=account, storage_class="InfrequentAccess")
    equal(edited.storage_class, "InfrequentAccess")
    equal(buckets.get("files", account_id=account).name, "files")
    assert "files" in [each.name for each in buckets.list(account_id=account, name_contains="ile").buckets]
    buckets.delete("files", account_id=account)
    with refused(404, 10006):
        buckets.get("files", account_id=account)
    equal(buckets.create(account_id=account, name="here", cf_r2_jurisdiction="eu").jurisdiction, "eu")
    with refused(404, 10006):
        buckets.get("here", account_id=account)
    equal(buckets.get("here", account_id=account, cf_r2_jurisdiction="eu").name, "here")


def check_objects(client, account):
    client.r2.buckets.create(account_id=account, name="objects")
    objects = client.r2.buckets.objects
    where = {"account_id": account, "bucket_name": "objects"}
    blob = bytes(range(256))
    equal(objects.upload("a/b c.bin", blob, **where).size, "256")
    equal(objects.get("a/b c.bin", **where).read(), blob)
    for name in ["n/1", "n/2", "n/3"]:
        objects.upload(name, name.encode(), **where)
    found = objects.list("objects", account_id=account, prefix="n/", per_page=2)
    equal([each.key for each in found], ["n/1", "n/2", "n/3"])
    with refused(409, 10008):
        client.r2.buckets.delete("objects", account_id=account)
    equal(objects.delete("n/1", **where).key, "n/1")
    with refused(404, 10007):
        objects.get("n/1", **where)


def check_indexes(client, account):
    indexes = client.vectorize.indexes
    made = indexes.create(account_id=account, name="docs", config={"dimensions": 8, "metric": "cosine"})
    equal(made.config.dimensions, 8)
    with refused(409, 3002):
        indexes.create(account_id=account, name="docs", config={"preset": "@cf/baai/bge-small-en-v1.5"})
    equal([each.name for each in indexes.list(account_id=account)], ["docs"])
    equal(indexes.get("docs", account_id=account).name, "docs")
    vectors = b'{"id": "a", "values": [1, 0, 0, 0, 0, 0, 0, 0], "metadata": {"kind": "x"}}\n'
    vectors += b'{"id": "b", "values": [0, 1, 0, 0, 0, 0, 0, 0]}\n'
    assert indexes.upsert("docs", account_id=account, body=vectors).mutation_id
    found = indexes.query(
        "docs", account_id=account, vector=[0.9, 0.1, 0, 0, 0, 0, 0, 0], top_k=1, return_metadata="all")
    equal([(each.id, each.metadata) for each in found.matches], [("a", {"kind": "x"})])
    indexes.delete("docs", account_id=account)
    with refused(404, 3000):
        indexes.get("docs", account_id=account)


def check_bindings(client, account):
    for code, binding in [
        (10041, {"type": "kv_namespace", "namespace_id": "0" * 32}),
        (10181, {"type": "d1", "id": "0" * 36}),
        (10085, {"type": "r2_bucket", "bucket_name": "absent"}),
        (10159, {"type": "vectorize", "index_name": "absent"}),
        (11000, {"type": "queue", "queue_name": "absent"}),
    ]:
        with refused(400, code):
            upload(client, account, "unbound", bindings=[{"name": "X", **binding}])
