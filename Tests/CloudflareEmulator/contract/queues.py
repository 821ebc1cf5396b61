from expect import equal, refused
from workers import upload


def check_queues(client, account):
    queues = client.queues
    queue = queues.create(account_id=account, queue_name="orders")
    with refused(409, 11009):
        queues.create(account_id=account, queue_name="orders")
    equal(queues.get(queue.queue_id, account_id=account).queue_name, "orders")
    queues.update(queue.queue_id, account_id=account, settings={"delivery_delay": 5})
    equal(queues.edit(queue.queue_id, account_id=account, queue_name="orders-2").settings.delivery_delay, 5)
    assert "orders-2" in [each.queue_name for each in queues.list(account_id=account)]
    queues.delete(queue.queue_id, account_id=account)
    with refused(404, 11000):
        queues.get(queue.queue_id, account_id=account)


def check_consumers(client, account):
    queue = client.queues.create(account_id=account, queue_name="mail").queue_id
    upload(client, account, "mailer", bindings=[{"type": "queue", "name": "QUEUE", "queue_name": "mail"}])
    upload(client, account, "deaf", b"export default { fetch() {} };")
    consumers = client.queues.consumers
    with refused(400, 11001):
        consumers.create(queue, account_id=account, type="worker", script_name="deaf")
    made = consumers.create(
        queue, account_id=account, type="worker", script_name="mailer", settings={"batch_size": 5, "max_retries": 1})
    with refused(400, 11004):
        consumers.create(queue, account_id=account, type="worker", script_name="mailer")
    with refused(400, 10064):
        client.workers.scripts.delete("mailer", account_id=account)
    consumers.update(
        made.consumer_id, account_id=account, queue_id=queue, type="worker", script_name="mailer",
        settings={"batch_size": 7})
    equal(consumers.get(made.consumer_id, account_id=account, queue_id=queue).settings.batch_size, 7)
    equal([each.script_name for each in consumers.list(queue, account_id=account)], ["mailer"])
    equal([each.script for each in client.queues.get(queue, account_id=account).producers], ["mailer"])
    consumers.delete(made.consumer_id, account_id=account, queue_id=queue)
    with refused(404, 11002):
        consumers.get(made.consumer_id, account_id=account, queue_id=queue)


def check_messages(client, account):
    queue = client.queues.create(account_id=account, queue_name="messages").queue_id
    messages = client.queues.messages
    messages.push(queue, account_id=account, body={"order": 1}, content_type="json")
    batch = [{"body": "a", "content_type": "text"}, {"body": [1], "content_type": "json", "delay_seconds": 2}]
    messages.bulk_push(queue, account_id=account, messages=batch)
    with refused(404, 11000):
        messages.push("0" * 32, account_id=account, body="a", content_type="text")


def check_pull(client, account):
    queue = client.queues.create(account_id=account, queue_name="pulled").queue_id
    messages = client.queues.messages
    with refused(400, 10211):
        messages.pull(queue, account_id=account)
    client.queues.consumers.create(queue, account_id=account, type="http_pull")
    for body in ["a", "b", "c"]:
        messages.push(queue, account_id=account, body=body, content_type="text")
    pulled = messages.pull(queue, account_id=account, batch_size=2, visibility_timeout_ms=60000).messages
    equal([(each.body, each.attempts) for each in pulled], [("a", 1), ("b", 1)])
    leases = [each.lease_id for each in pulled]
    answer = messages.ack(
        queue, account_id=account, acks=[{"lease_id": leases[0]}], retries=[{"lease_id": leases[1]}])
    equal((answer.ack_count, answer.retry_count), (1, 1))
    again = messages.pull(queue, account_id=account, batch_size=5).messages
    equal([(each.body, each.attempts) for each in again], [("b", 2), ("c", 1)])
