import NIOCore
import Synchronization

/// Small files in memory, the ones last asked for. Names carry a hash of the contents, so what is here is never stale.
final class MediaCache: Sendable {
    /// Bytes of all files together.
    let capacity: Int
    /// Bytes that a file may have.
    let largest: Int

    fileprivate struct Entry {
        var bytes: ByteBuffer
        /// Asked for since the clock's hand came by.
        var wasUsed: Bool
    }

    fileprivate struct State {
        var entries: [String: Entry] = [:]
        /// In the order they came, from `hand` on round in a circle.
        var names: [String] = []
        var hand = 0
        var size = 0
    }

    private let state = Mutex(State())

    init(capacity: Int = 24 << 20, largest: Int = 1 << 20) {
        self.capacity = capacity
        self.largest = largest
    }

    /// What is kept under a name.
    subscript(name: String) -> ByteBuffer? {
        state.withLock { state in
            guard let index = state.entries.index(forKey: name) else { return nil }
            if !state.entries.values[index].wasUsed { state.entries.values[index].wasUsed = true }
            return state.entries.values[index].bytes
        }
    }

    /// Bytes kept now.
    var size: Int { state.withLock { $0.size } }

    /// Keeps a file; others go where there is no room.
    func insert(_ bytes: ByteBuffer, named name: String) {
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

extension MediaCache.State {
    /// Removes the next file that was not asked for since the hand came by last.
    fileprivate mutating func removeOne() {
        while true {
            if hand >= names.count { hand = 0 }
            let name = names[hand]
            guard entries[name]?.wasUsed == true else {
                size -= entries.removeValue(forKey: name)?.bytes.readableBytes ?? 0
                // The last takes its place: the order is not worth moving all the others.
                names.swapAt(hand, names.count - 1)
                names.removeLast()
                return
            }
            entries[name]?.wasUsed = false
            hand += 1
        }
    }
}
