/// Puts a packet together from pieces on several pages.
struct CarriedPacket: ~Copyable {
    private enum State { case empty, begun, complete }

    /// No Opus packet is longer (RFC 6716 section 3.4: 48 frames of up to 1275 bytes, and what frames them), and hardly one
    /// of Vorbis; of longer ones, such as comments with pictures, the beginning is kept.
    static let capacity = 1 << 16

    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 16)
    private var count = 0
    private var state = State.empty

    deinit {
        buffer.deallocate()
    }

    /// The whole packet, while it was not taken.
    var complete: UnsafeRawBufferPointer? {
        state == .complete ? UnsafeRawBufferPointer(rebasing: buffer[..<count]) : nil
    }

    /// The whole packet, once; valid until the next `append`.
    mutating func take() -> UnsafeRawBufferPointer? {
        guard let complete else { return nil }
        state = .empty
        return complete
    }

    mutating func drop() {
        state = .empty
    }

    /// Begins a packet with a piece that is not empty, or goes on with one.
    mutating func append(_ piece: UnsafeRawBufferPointer) {
        guard !piece.isEmpty else { return }
        if state == .empty { count = 0 }
        state = .begun
        let taken = min(piece.count, Self.capacity - count)
        UnsafeMutableRawBufferPointer(rebasing: buffer[count..<count + taken]).copyMemory(
            from: UnsafeRawBufferPointer(rebasing: piece[..<taken]))
        count += taken
    }

    /// Goes on with a packet; a piece of one whose beginning is lost is lost too.
    mutating func extend(_ piece: UnsafeRawBufferPointer, isEnd: Bool) {
        guard state == .begun else { return }
        append(piece)
        if isEnd { state = .complete }
    }
}
