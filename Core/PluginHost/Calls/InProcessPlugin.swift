import JSON
import PluginMessages
import Synchronization

/// A plugin whose library is loaded into this process.
final class InProcessPlugin: PluginConnection {
    let library: PluginLibrary
    private let slots = Mutex(Slots())

    private struct Slots {
        /// All that were ever made: the plugin may hold a pointer to any of them.
        var all: [CallSlot] = []
        /// Free ones, the one that was freed longest ago first: a reply that comes twice then finds an idle
        /// slot and not the next call.
        var free: [CallSlot] = []
        var lastCall: UInt64 = 0
    }

    /// So many free slots wait before one is used again.
    private static let quarantine = 64

    init(library: PluginLibrary) { self.library = library }

    func call(
        _ method: String, _ params: JSONValue, deadline: Duration,
        event: @escaping @Sendable (String, JSONValue) -> Void
    ) async throws(PluginFailure) -> JSONValue {
        try PluginReply.value(await exchange(method, params.bytes, deadline: deadline, event: event))
    }

    func exchange(
        _ method: String, _ params: [UInt8], deadline: Duration,
        event: @escaping @Sendable (String, JSONValue) -> Void
    ) async throws(PluginFailure) -> [UInt8] {
        let (call, slot) = open()
        let request = PluginRequest(method: method, params: params, deadline: deadline).bytes
        let answer = await withTaskCancellationHandler {
            await CallDeadline.limit(deadline) {
                await self.answer(call, slot, request, event)
            } onTimeout: {
                self.abandon(call, slot, .timeout(method, deadline))
            }
        } onCancel: {
            abandon(call, slot, .cancelled)
        }
        return try answer.get()
    }

    /// A call that nobody but the plugin ends: somebody else keeps to its deadline.
    struct OpenCall: Sendable {
        fileprivate let plugin: InProcessPlugin
        fileprivate let call: UInt64
        fileprivate let slot: CallSlot

        func answer(_ request: [UInt8], event: @escaping CallSlot.Event) async -> CallSlot.Answer {
            await plugin.answer(call, slot, request, event)
        }

        /// Asks the plugin to end it, or ends it if it has not begun.
        func cancel() {
            if !slot.refuse(call, .cancelled) { plugin.library.cancel(call) }
        }
    }

    func openCall() -> OpenCall {
        let (call, slot) = open()
        return OpenCall(plugin: self, call: call, slot: slot)
    }

    private func answer(
        _ call: UInt64, _ slot: CallSlot, _ request: [UInt8], _ event: @escaping CallSlot.Event
    ) async -> CallSlot.Answer {
        await withCheckedContinuation { continuation in
            guard slot.begin(call, event: event, continuation) else { return }
            library.invoke(call, request: request, slot: slot)
        }
    }

    private func open() -> (UInt64, CallSlot) {
        slots.withLock { slots in
            slots.lastCall += 1
            let slot: CallSlot
            if slots.free.count > Self.quarantine {
                slot = slots.free.removeFirst()
            } else {
                slot = CallSlot { [weak self] slot in self?.slots.withLock { $0.free.append(slot) } }
                slots.all.append(slot)
            }
            slot.take(for: slots.lastCall)
            return (slots.lastCall, slot)
        }
    }

    private func abandon(_ call: UInt64, _ slot: CallSlot, _ failure: PluginFailure) {
        // In this order: what the plugin replies when it is told is no answer any more.
        slot.abandon(call, failure)
        library.cancel(call)
    }
}
