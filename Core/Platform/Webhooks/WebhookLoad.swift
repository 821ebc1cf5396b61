import Storage
import Synchronization

/// What is being sent, and who is next: organizations take turns, in them projects, and in those webhooks, so that none keeps
/// the others waiting, however much it has to send and however long its receiver keeps silent.
final class WebhookLoad: Sendable {
    /// A webhook with something due.
    struct Candidate: Sendable, Hashable {
        let webhook: WebhookID
        let project: ProjectID
        let organization: OrganizationID
        /// Whether what was tried last has failed.
        var isFailing = false
    }

    /// Requests at a time.
    struct Limits: Sendable {
        var all = 32
        var ofOrganization = 8
        var ofProject = 6
        var ofWebhook = 4
        /// Of a webhook whose last try has failed: its receiver may keep silent again.
        var ofFailingWebhook = 1
    }

    fileprivate struct State {
        /// Requests, by the ids of organizations, projects and webhooks.
        var counts: [String: Int] = [:]
        var all = 0
        /// When who was served last, by the same ids.
        var lastServed: [String: UInt64] = [:]
        var rounds: UInt64 = 0
    }

    /// Served ones that are remembered.
    private static let mostTracked = 16_384

    private let limits: Limits
    private let state = Mutex(State())

    init(_ limits: Limits = Limits()) { self.limits = limits }

    var isIdle: Bool { state.withLock { $0.all == 0 } }

    /// Divides what is free, one place each in turn, beginning with who has waited for a turn the longest.
    func places(for waiting: [Candidate]) -> [WebhookID: Int] {
        state.withLock { state in
            var places: [WebhookID: Int] = [:]
            var added: [String: Int] = [:]
            var free = limits.all - state.all
            while free > 0 {
                var next: (candidate: Candidate, lastServed: [UInt64])?
                for candidate in waiting {
                    let isFull = zip(candidate.ids, limits.of(candidate)).contains { id, limit in
                        state.counts[id, default: 0] + added[id, default: 0] >= limit
                    }
                    guard !isFull else { continue }
                    let lastServed = state.lastServed(of: candidate)
                    if next.map({ lastServed.lexicographicallyPrecedes($0.lastServed) }) ?? true {
                        next = (candidate, lastServed)
                    }
                }
                guard let next = next?.candidate else { break }
                places[next.webhook, default: 0] += 1
                free -= 1
                state.rounds += 1
                for id in next.ids {
                    added[id, default: 0] += 1
                    state.lastServed[id] = state.rounds
                }
            }
            if state.lastServed.count > Self.mostTracked {
                let kept = Set(waiting.flatMap(\.ids))
                state.lastServed = state.lastServed.filter { kept.contains($0.key) }
            }
            return places
        }
    }

    func begin(_ candidate: Candidate) {
        state.withLock { state in
            state.all += 1
            for id in candidate.ids { state.counts[id, default: 0] += 1 }
        }
    }

    func end(_ candidate: Candidate) {
        state.withLock { state in
            state.all -= 1
            for id in candidate.ids {
                let left = state.counts[id, default: 1] - 1
                state.counts[id] = left > 0 ? left : nil
            }
        }
    }
}

extension WebhookLoad.Candidate {
    /// From the largest to the smallest.
    fileprivate var ids: [String] { [organization.text, project.text, webhook.text] }
}

extension WebhookLoad.Limits {
    /// For each of a candidate's ids.
    fileprivate func of(_ candidate: WebhookLoad.Candidate) -> [Int] {
        [ofOrganization, ofProject, candidate.isFailing ? min(ofFailingWebhook, ofWebhook) : ofWebhook]
    }
}

extension WebhookLoad.State {
    fileprivate func lastServed(of candidate: WebhookLoad.Candidate) -> [UInt64] {
        candidate.ids.map { lastServed[$0, default: 0] }
    }
}
