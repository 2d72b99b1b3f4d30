/// Assembles a packet from pieces on several pages.
struct CarriedPacket: ~Copyable {
    private enum Progress { case empty, begun, complete }

    /// No Opus packet is longer (RFC 6716 section 3.4: 48 frames of up to 1275 bytes, and their framing), and hardly one of
    /// Vorbis; of longer ones, such as comments with pictures, only the beginning is kept.
    static let capacity = 1 << 16

    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 16)
    private var count = 0
    private var progress = Progress.empty

    deinit {
        buffer.deallocate()
    }

    /// Whether a packet has begun whose end was not read yet.
    var isBegun: Bool { progress == .begun }

    /// The complete packet, until it is taken.
    var complete: UnsafeRawBufferPointer? {
        progress == .complete ? UnsafeRawBufferPointer(rebasing: buffer[..<count]) : nil
    }

    /// Returns the complete packet, once; valid until the next `append`.
    mutating func take() -> UnsafeRawBufferPointer? {
        guard let complete else { return nil }
        progress = .empty
        return complete
    }

    /// Forgets the packet.
    mutating func drop() {
        progress = .empty
    }

    /// Appends a piece, or begins a packet with one that is not empty.
    mutating func append(_ piece: UnsafeRawBufferPointer) {
        guard !piece.isEmpty else { return }
        if progress == .empty { count = 0 }
        progress = .begun
        let taken = min(piece.count, Self.capacity - count)
        UnsafeMutableRawBufferPointer(rebasing: buffer[count..<count + taken]).copyMemory(
            from: UnsafeRawBufferPointer(rebasing: piece[..<taken]))
        count += taken
    }

    /// Appends a piece of a packet, unless its beginning was lost.
    mutating func extend(_ piece: UnsafeRawBufferPointer, isEnd: Bool) {
        guard progress == .begun else { return }
        append(piece)
        if isEnd { progress = .complete }
    }
}
