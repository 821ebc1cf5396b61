import JSON

/// A domain of an account.
package struct Zone: Codable, Sendable {
    let id: String
    let name: String
    let createdAt: Moment

    package init(name: String) {
        id = .hexadecimalID()
        self.name = name
        createdAt = .now
    }

    func json(in account: Account) -> JSONValue {
        [
            "id": .string(id), "name": .string(name), "status": "active", "paused": false, "type": "full",
            "development_mode": 0, "name_servers": ["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"],
            "original_name_servers": [], "original_registrar": nil, "original_dnshost": nil,
            "created_on": createdAt.json, "modified_on": createdAt.json, "activated_on": createdAt.json,
            "meta": [
                "step": 2, "custom_certificate_quota": 0, "page_rule_quota": 3, "phishing_detected": false,
                "cdn_only": false, "dns_only": false, "foundation_dns": false,
            ],
            "owner": ["id": nil, "type": "user", "name": nil],
            "account": ["id": .string(account.id), "name": .string(account.name)],
            "plan": ["id": "0feeeeeeeeeeeeeeeeeeeeeeeeeeeeee", "name": "Free Website", "price": 0, "currency": "USD"],
            "permissions": ["#zone:read", "#worker:edit"],
        ]
    }
}
