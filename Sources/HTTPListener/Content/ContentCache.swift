package import NIOCore
import Synchronization

/// Small contents in memory, by name. A name must stand for one content for ever (it contains a hash, for instance): nothing
/// here expires.
///
/// Eviction is the CLOCK algorithm (Corbató 1968), an approximation of least recently used that moves nothing on a hit: a
/// hand passes over the entries in a circle, clears marks of use, and removes the first entry without one.
package final class ContentCache: Sendable {
    /// Bytes of all contents together.
    package let capacity: Int
    /// The largest content that is kept, in bytes.
    package let largest: Int

    fileprivate struct Entry {
        var bytes: ByteBuffer
        /// Used since the hand last came by.
        var wasUsed: Bool
    }

    fileprivate struct Entries {
        var entries: [String: Entry] = [:]
        /// The entries in the order the hand passes them.
        var names: [String] = []
        var hand = 0
        var size = 0
    }

    private let state = Mutex(Entries())

    package init(capacity: Int = 24 << 20, largest: Int = 1 << 20) {
        self.capacity = capacity
        self.largest = largest
    }

    /// The content of a name, if it is kept.
    package subscript(name: String) -> ByteBuffer? {
        state.withLock { state in
            guard let index = state.entries.index(forKey: name) else { return nil }
            if !state.entries.values[index].wasUsed { state.entries.values[index].wasUsed = true }
            return state.entries.values[index].bytes
        }
    }

    /// Bytes that are kept now.
    package var size: Int { state.withLock { $0.size } }

    /// Keeps a content that is not too large, removing others to make room.
    package func insert(_ bytes: ByteBuffer, named name: String) {
        let count = bytes.readableBytes
        guard count <= min(largest, capacity) else { return }
        state.withLock { state in
            guard state.entries[name] == nil else { return }
            while state.size + count > capacity, !state.names.isEmpty { state.removeOne() }
            state.entries[name] = Entry(bytes: bytes, wasUsed: false)
            state.names.append(name)
            state.size += count
        }
    }
}

extension ContentCache.Entries {
    /// Removes the next entry that was not used since the hand last came by.
    fileprivate mutating func removeOne() {
        while true {
            if hand >= names.count { hand = 0 }
            let name = names[hand]
            guard entries[name]?.wasUsed == true else {
                size -= entries.removeValue(forKey: name)?.bytes.readableBytes ?? 0
                // The last takes its place; moving all that follow would cost more than the order is worth.
                names.swapAt(hand, names.count - 1)
                names.removeLast()
                return
            }
            entries[name]?.wasUsed = false
            hand += 1
        }
    }
}
