import NIOCore

/// The state machine of an HTTP/1 connection: what it is doing, until when it may, and when it ends. Pure: times are
/// parameters, as durations since it was opened.
///
/// A client that sends nothing, trickles a request or does not read its answer is cut off at `deadline`. A connection that is
/// to end says so in its last answer, is closed for writing when that is out, and for reading a moment later ("lingering
/// close", RFC 9112 section 9.6): closed at once with bytes unread, TCP would send a reset, which makes the client's system
/// discard the answer too.
struct ConnectionState: Sendable {
    private enum Phase {
        /// Nothing has come yet.
        case new
        /// Between two requests.
        case idle
        /// A request has begun.
        case reading
        /// A request is whole, and its answer is not yet taken.
        case answering
        /// The last answer is out.
        case lingering
    }

    /// What to do with the connection.
    enum Action: Equatable {
        case none
        /// Close it for writing, and throw away what comes in.
        case linger
        case close
    }

    private let limits: ConnectionLimits
    private var phase = Phase.new
    /// When the phase began, or when some of an answer was last taken.
    private var since: Duration = .zero
    /// Requests whose answer is not written to its end.
    private var unanswered = 0
    /// A request's head has come, and its end has not.
    private var isIncomplete = false
    /// An answer's head was written, and its end was not.
    private var isWriting = false
    /// Sizes of what was written and is not taken, and their sum: a client may leave very many answers unread.
    private var written = CircularBuffer<Int>()
    private var writtenBytes = 0
    /// Requests after those that have begun are not answered.
    private var isLast = false
    /// The same, but the request whose head is on its way is answered.
    private var nextIsLast = false
    /// No answer follows the one that is being written, or was.
    private(set) var endsWithAnswer = false

    init(_ limits: ConnectionLimits) {
        self.limits = limits
    }

    /// When to cut the connection.
    var deadline: Duration {
        switch phase {
        case .idle: since + limits.idle
        case .new, .reading: since + limits.request
        case .answering: since + limits.response + .seconds(writtenBytes) / max(1, limits.bytesPerSecond)
        case .lingering: since + limits.linger
        }
    }

    /// Whether a request has come, so that the client may send another at any time.
    var hasServed: Bool { phase != .new }

    /// Whether what comes in is thrown away.
    var isLingering: Bool { phase == .lingering }

    /// Whether what is to be written is thrown away.
    var isMute: Bool { isLingering || endsWithAnswer && !isWriting }

    /// Bytes have arrived.
    mutating func received(at now: Duration) {
        switch phase {
        case .new: phase = .reading
        case .idle: (phase, since) = (.reading, now)
        case .reading, .answering, .lingering: break
        }
    }

    /// - Parameter isLast: the client wants no other answer on this connection.
    /// - Returns: whether the request is to be answered.
    mutating func requestBegan(isLast: Bool) -> Bool {
        guard !self.isLast, phase != .lingering else { return false }
        self.isLast = isLast || nextIsLast
        unanswered += 1
        isIncomplete = true
        return true
    }

    mutating func requestEnded(at now: Duration) {
        isIncomplete = false
        guard phase == .reading else { return }
        (phase, since) = (.answering, now)
    }

    /// The head of an answer is to be written.
    ///
    /// - Parameter wantsEnd: it says itself that it is the last.
    /// - Returns: whether it must say that it is the last.
    mutating func answerBegan(wantsEnd: Bool) -> Bool {
        isWriting = true
        // What is left of an unwanted body is not worth reading.
        endsWithAnswer = wantsEnd || unanswered <= 1 && (isLast || isIncomplete)
        if endsWithAnswer { isLast = true }
        return endsWithAnswer
    }

    /// Part of an answer was handed to the system; its end counts as a part of 0 bytes.
    mutating func wrote(_ bytes: Int, isEnd: Bool, at now: Duration) {
        if written.isEmpty { since = now }
        if phase != .lingering { phase = .answering }
        written.append(bytes)
        writtenBytes += bytes
        guard isEnd else { return }
        isWriting = false
        unanswered -= 1
    }

    /// The oldest part that was written has been taken.
    mutating func taken(at now: Duration) -> Action {
        guard phase != .lingering, let bytes = written.popFirst() else { return .none }
        writtenBytes -= bytes
        since = now
        guard written.isEmpty, !isWriting else { return .none }
        if endsWithAnswer || isLast && unanswered <= 0 {
            phase = .lingering
            return .linger
        }
        if unanswered <= 0 {
            phase = .idle
        } else if unanswered == 1, isIncomplete {
            phase = .reading
        }
        return .none
    }

    /// The server is about to stop: requests that have begun are answered, and no others.
    ///
    /// - Returns: `close` where none has begun, as far as is known; one that arrives after all is answered.
    mutating func quiesce() -> Action {
        switch phase {
        case .new, .idle:
            nextIsLast = true
            return .close
        case .reading where unanswered == 0: nextIsLast = true
        case .reading, .answering: isLast = true
        case .lingering: break
        }
        return .none
    }
}
