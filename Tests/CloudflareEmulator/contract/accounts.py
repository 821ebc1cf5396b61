from expect import equal, refused


def check_token(client, account):
    equal(client.user.tokens.verify().status, "active")
    equal(client.accounts.tokens.verify(account_id=account).status, "active")
    with refused(401, 1000):
        client.with_options(api_token="wrong").user.tokens.verify()


def check_accounts(client, account):
    assert account in [each.id for each in client.accounts.list()]
    equal(client.accounts.get(account_id=account).type, "standard")
    with refused(403, 10000):
        client.accounts.get(account_id="f" * 32)
    with refused(404, 7003):
        client.accounts.get(account_id="no-account")


def check_zones(client, account):
    zones = list(client.zones.list(name="example.com", account={"id": account}, status="active"))
    equal([zone.name for zone in zones], ["example.com"])
    equal(list(client.zones.list(name="absent.example.org")), [])
    equal(client.zones.get(zone_id=zones[0].id).account.id, account)
    with refused(404, 7003):
        client.zones.get(zone_id="0" * 32)
