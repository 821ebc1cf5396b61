import PlatformFixtures
import Storage
import Testing

@testable import Platform

/// People at the lowest cost of hashing: what it costs is not what is tested.
private struct PeopleFixture {
    let installation: Installation
    let passwords = Passwords(cost: .init(logN: 4, r: 1, p: 1))
    let sessions: Sessions
    let invitations: Invitations
    let owner: Caller

    init(_ installation: Installation) async throws {
        self.installation = installation
        sessions = Sessions(storage: installation.storage, passwords: passwords)
        invitations = Invitations(storage: installation.storage, passwords: passwords)
        let first = try await installation.owner()
        owner = Caller(
            organization: first.organization, project: first.project, user: first.user, scopes: first.scopes,
            credential: .session(.make(), .owner))
    }

    static let password = "correct horse battery"

    func join(_ email: String, _ role: Role) async throws -> Caller {
        let token = try await invitations.create(owner, email: email, role: role).token
        let session = try await invitations.signUp(token: token, name: email, password: Self.password)
        return try await sessions.caller(token: session.token, organization: nil, project: nil)
    }

    static func with(_ body: (PeopleFixture) async throws -> Void) async throws {
        try await Installation.with { try await body(PeopleFixture($0)) }
    }
}

private func code(_ error: any Error) -> String? { (error as? PlatformError)?.code }

@Suite(.timeLimit(.minutes(10))) struct PeopleTests {
    @Test("Who takes an invitation up is signed in, may sign in again, and is signed out for good")
    func signUp() async throws {
        try await PeopleFixture.with { fixture in
            let member = try await fixture.join("Ada@example.com", .member)
            #expect(member.organization == fixture.owner.organization)
            let session = try await fixture.sessions.signIn(email: "ada@EXAMPLE.com", password: PeopleFixture.password)
            #expect(try await fixture.sessions.person(token: session.token).email == "ada@example.com")
            try await fixture.sessions.signOut(token: session.token)
            await #expect { try await fixture.sessions.person(token: session.token) } throws: {
                code($0) == "auth.session"
            }
        }
    }

    @Test("A session ends when its time is over, and all of a person's when the password is reset")
    func sessionEnds() async throws {
        try await PeopleFixture.with { fixture in
            _ = try await fixture.join("ada@example.com", .member)
            func session() async throws -> String {
                try await fixture.sessions.signIn(email: "ada@example.com", password: PeopleFixture.password).token
            }
            let old = try await session()
            _ = try await fixture.sessions.caller(token: old, organization: nil, project: nil)
            _ = try await fixture.installation.storage.transaction { database in
                try database.execute("UPDATE sessions SET expires_at = $1", [Timestamp(milliseconds: 1)])
            }
            // Before the next sign-in, which deletes ended sessions.
            for isPerson in [false, true] {
                await #expect {
                    _ =
                        isPerson
                        ? try await fixture.sessions.person(token: old).email
                        : try await fixture.sessions.caller(token: old, organization: nil, project: nil).user.text
                } throws: { code($0) == "auth.session" }
            }
            let reset = try await session()
            try await PasswordReset(storage: fixture.installation.storage, passwords: fixture.passwords)(
                email: "ada@example.com", password: "another correct horse")
            for token in [old, reset] {
                await #expect {
                    try await fixture.sessions.caller(token: token, organization: nil, project: nil)
                } throws: { code($0) == "auth.session" }
            }
        }
    }

    @Test("A wrong password, an unknown address and an owner without a password are told alike")
    func wrongCredentials() async throws {
        try await PeopleFixture.with { fixture in
            _ = try await fixture.join("ada@example.com", .member)
            for email in ["ada@example.com", "nobody@example.com", "owner@localhost"] {
                await #expect { try await fixture.sessions.signIn(email: email, password: "wrong password") } throws: {
                    code($0) == "auth.credentials"
                }
            }
        }
    }

    @Test("An invitation is good once")
    func invitationOnce() async throws {
        try await PeopleFixture.with { fixture in
            let token = try await fixture.invitations.create(fixture.owner, email: "a@b.c", role: .member).token
            _ = try await fixture.invitations.signUp(token: token, name: "A", password: PeopleFixture.password)
            await #expect {
                try await fixture.invitations.signUp(token: token, name: "A", password: PeopleFixture.password)
            } throws: { code($0) == "invitation.notFound" }
        }
    }

    @Test("An invitation takes the place of an earlier one of its address, which is no longer good")
    func invitedAgain() async throws {
        try await PeopleFixture.with { fixture in
            let first = try await fixture.invitations.create(fixture.owner, email: "a@b.c", role: .admin).token
            let second = try await fixture.invitations.create(fixture.owner, email: "A@b.c", role: .member).token
            #expect(try await fixture.invitations.list(fixture.owner, PageRequest()).elements.count == 1)
            await #expect {
                try await fixture.invitations.signUp(token: first, name: "A", password: PeopleFixture.password)
            } throws: { code($0) == "invitation.notFound" }
            _ = try await fixture.invitations.signUp(token: second, name: "A", password: PeopleFixture.password)
        }
    }

    @Test("Of two who take invitations of one address up at once, one chooses the password, and the other one is asked")
    func signUpsAtOnce() async throws {
        try await PeopleFixture.with { fixture in
            let stranger = try await fixture.installation.stranger(fixture.owner)
            let other = Caller(
                organization: stranger.organization, project: stranger.project, user: stranger.user,
                scopes: stranger.scopes, credential: .session(.make(), .owner))
            let invitations = fixture.invitations
            var tokens: [(person: Int, token: String)] = []
            for person in 0..<10 {
                for caller in [fixture.owner, other] {
                    let email = "person-\(person)@example.com"
                    tokens.append((person, try await invitations.create(caller, email: email, role: .member).token))
                }
            }
            let outcomes = await withTaskGroup(of: (Int, String?).self) { group in
                for (number, one) in tokens.enumerated() {
                    group.addTask {
                        let password = "a long password, \(number)"
                        do {
                            _ = try await invitations.signUp(token: one.token, name: "Ada", password: password)
                            return (one.person, nil)
                        } catch { return (one.person, code(error)) }
                    }
                }
                return await group.reduce(into: [Int: [String?]]()) { $0[$1.0, default: []].append($1.1) }
            }
            #expect(outcomes.count == 10)
            for (person, codes) in outcomes {
                #expect(Set(codes) == [nil, "auth.credentials"] && codes.count == 2, "\(person): \(codes)")
            }
        }
    }

    @Test("Sessions that have ended are removed when the next one begins")
    func endedSessionsAreRemoved() async throws {
        try await PeopleFixture.with { fixture in
            _ = try await fixture.join("ada@example.com", .member)
            let storage = fixture.installation.storage
            let past = Timestamp(milliseconds: 1)
            _ = try await storage.transaction { database in
                try database.execute("UPDATE sessions SET expires_at = $1", [past])
            }
            _ = try await fixture.sessions.signIn(email: "ada@example.com", password: PeopleFixture.password)
            let count = try await storage.read { database -> Int in
                try database.query("SELECT COUNT(*) AS count FROM sessions").first?["count"] ?? 0
            }
            #expect(count == 1)
        }
    }

    @Test("An expired invitation is refused and makes nobody a member")
    func expiredInvitation() async throws {
        try await PeopleFixture.with { fixture in
            let made = try await fixture.invitations.create(fixture.owner, email: "a@b.c", role: .member)
            try await Self.expire(made.record.id, in: fixture.installation.storage)
            await #expect {
                try await fixture.invitations.signUp(token: made.token, name: "A", password: PeopleFixture.password)
            } throws: { code($0) == "invitation.notFound" }
            let members = try await fixture.installation.platform.members.list(fixture.owner, PageRequest())
            #expect(members.elements.map(\.email) == ["owner@localhost"])
        }
    }

    private static func expire(_ id: InvitationID, in storage: any StorageDriver) async throws {
        let past = Timestamp(milliseconds: 1)
        _ = try await storage.transaction { database in
            try database.execute("UPDATE invitations SET expires_at = $1 WHERE id = $2", [past, id])
        }
    }

    @Test("A person with an account joins another organization with the account's password only")
    func secondOrganization() async throws {
        try await PeopleFixture.with { fixture in
            _ = try await fixture.join("ada@example.com", .member)
            let stranger = try await fixture.installation.stranger(fixture.owner)
            let other = Caller(
                organization: stranger.organization, project: stranger.project, user: stranger.user,
                scopes: stranger.scopes, credential: .session(.make(), .owner))
            let token = try await fixture.invitations.create(other, email: "ada@example.com", role: .member).token
            await #expect {
                try await fixture.invitations.signUp(token: token, name: "Eve", password: "another password")
            } throws: { code($0) == "auth.credentials" }
            let session = try await fixture.invitations.signUp(
                token: token, name: "Ada", password: PeopleFixture.password)
            #expect(session.person.email == "ada@example.com")
        }
    }

    @Test("Nobody gets the account of an owner who has no password yet by inviting them")
    func ownerWithoutPassword() async throws {
        try await PeopleFixture.with { fixture in
            let stranger = try await fixture.installation.stranger(fixture.owner)
            let other = Caller(
                organization: stranger.organization, project: stranger.project, user: stranger.user,
                scopes: stranger.scopes, credential: .session(.make(), .owner))
            let token = try await fixture.invitations.create(other, email: "owner@localhost", role: .member).token
            await #expect {
                try await fixture.invitations.signUp(token: token, name: "Eve", password: PeopleFixture.password)
            } throws: { code($0) == "invitation.notFound" }
            await #expect {
                try await fixture.sessions.signIn(email: "owner@localhost", password: PeopleFixture.password)
            } throws: { code($0) == "auth.credentials" }
        }
    }

    @Test("Members manage neither people nor keys, admins no owners, and keys nobody")
    func roles() async throws {
        try await PeopleFixture.with { fixture in
            let platform = fixture.installation.platform
            let member = try await fixture.join("member@example.com", .member)
            let admin = try await fixture.join("admin@example.com", .admin)
            let key = try await fixture.installation.owner()
            let unread = Caller(
                organization: key.organization, project: key.project, user: key.user, scopes: [.read, .write, .deploy])
            for (caller, expected, ofLog) in [
                (member, "auth.role", "auth.role"), (unread, "auth.sessionOnly", "auth.scope"),
            ] {
                await #expect { try await platform.keys.list(caller, PageRequest()) } throws: { code($0) == expected }
                await #expect { try await platform.members.remove(caller, admin.user) } throws: {
                    code($0) == expected
                }
                await #expect { try await platform.auditLog.list(caller, PageRequest(), .init()) } throws: {
                    code($0) == ofLog
                }
            }
            await #expect { try await platform.members.remove(admin, fixture.owner.user) } throws: {
                code($0) == "auth.role"
            }
            await #expect { try await platform.members.setRole(admin, admin.user, to: .owner) } throws: {
                code($0) == "auth.role"
            }
            await #expect { try await fixture.invitations.create(admin, email: "x@y.z", role: .owner) } throws: {
                code($0) == "auth.role"
            }
        }
    }

    @Test("The last owner stays one")
    func lastOwner() async throws {
        try await PeopleFixture.with { fixture in
            let members = fixture.installation.platform.members
            await #expect { try await members.remove(fixture.owner, fixture.owner.user) } throws: {
                code($0) == "member.lastOwner"
            }
            await #expect { try await members.setRole(fixture.owner, fixture.owner.user, to: .member) } throws: {
                code($0) == "member.lastOwner"
            }
            _ = try await fixture.join("second@example.com", .owner)
            #expect(try await members.setRole(fixture.owner, fixture.owner.user, to: .member).role == "member")
        }
    }

    @Test("A revoked key and the keys of a removed person are refused at once, though they were in use")
    func revoke() async throws {
        try await PeopleFixture.with { fixture in
            let platform = fixture.installation.platform
            let admin = try await fixture.join("admin@example.com", .admin)
            for isRemoval in [false, true] {
                let new = try await platform.keys.create(
                    admin, name: "Key", project: admin.project, scopes: ["read", "deploy"], expiresAt: nil)
                #expect(try await platform.keys.caller(token: new.key.text).scopes == [.read, .deploy])
                if isRemoval {
                    try await platform.members.remove(fixture.owner, admin.user)
                } else {
                    try await platform.keys.revoke(admin, new.record.id)
                }
                await #expect { try await platform.keys.caller(token: new.key.text) } throws: {
                    code($0) == "auth.unknown"
                }
            }
        }
    }

    @Test("Invitations go with the role that their giver needs: nobody comes back, or higher, by one of their own")
    func invitationsOfTheRemoved() async throws {
        try await PeopleFixture.with { fixture in
            let (members, invitations) = (fixture.installation.platform.members, fixture.invitations)
            let other = try await fixture.join("other@example.com", .owner)
            let admin = try await fixture.join("admin@example.com", .admin)
            func invite(_ caller: Caller, _ name: String, _ role: Role) async throws -> String {
                try await invitations.create(caller, email: "\(name)@example.com", role: role).token
            }
            func isGood(_ token: String) async throws -> Bool {
                do {
                    _ = try await invitations.signUp(token: token, name: "N", password: PeopleFixture.password)
                    return true
                } catch let error as PlatformError where code(error) == "invitation.notFound" {
                    return false
                }
            }
            let asOwner = try await invite(other, "a", .owner)
            let asAdmin = try await invite(other, "b", .admin)
            let ofAdmin = try await invite(admin, "c", .admin)
            let ofMember = try await invite(admin, "d", .member)
            let own = try await invite(fixture.owner, "e", .owner)
            _ = try await members.setRole(fixture.owner, other.user, to: .admin)
            #expect(try await !isGood(asOwner))
            #expect(try await isGood(asAdmin))
            try await members.remove(fixture.owner, admin.user)
            #expect(try await !isGood(ofAdmin))
            #expect(try await !isGood(ofMember))
            let left = try await invite(other, "f", .admin)
            _ = try await members.setRole(fixture.owner, other.user, to: .member)
            #expect(try await !isGood(left))
            #expect(try await isGood(own))
        }
    }

    @Test("What people did is in the audit log, newest first, and its filters hold")
    func auditLog() async throws {
        try await PeopleFixture.with { fixture in
            let admin = try await fixture.join("admin@example.com", .admin)
            let platform = fixture.installation.platform
            let key = try await platform.keys.create(
                admin, name: "Key", project: admin.project, scopes: ["read"], expiresAt: nil)
            try await platform.keys.revoke(admin, key.record.id)
            let all = try await platform.auditLog.list(fixture.owner, PageRequest(), .init()).elements
            let actions = Set(all.map(\.record.action))
            #expect(
                actions == ["apiKey.revoke", "apiKey.create", "session.signIn", "member.join", "member.invite"])
            let ofKey = try await platform.auditLog.list(
                fixture.owner, PageRequest(), .init(action: "apiKey.create", subject: key.record.id.text))
            #expect(ofKey.elements.map(\.record.user) == [admin.user])
            #expect(!ofKey.elements.contains { $0.record.details.contains(key.key.text) })
            await #expect {
                try await platform.auditLog.list(fixture.owner, PageRequest(), .init(action: "nonsense"))
            } throws: { code($0) == "request.invalid" }
        }
    }
}
