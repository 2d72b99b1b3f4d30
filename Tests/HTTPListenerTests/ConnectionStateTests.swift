import Testing

@testable import HTTPListener

@Suite("Connections are held to their limits")
struct ConnectionStateTests {
    let limits: ConnectionLimits = {
        var limits = ConnectionLimits()
        limits.request = .seconds(10)
        limits.response = .seconds(30)
        limits.bytesPerSecond = 1000
        limits.idle = .seconds(60)
        limits.linger = .seconds(2)
        return limits
    }()

    @Test("A connection that sends nothing is cut off, and trickling bytes do not delay that")
    func trickle() {
        var state = ConnectionState(limits)
        #expect(state.deadline == .seconds(10))
        for second in 1...9 { state.received(at: .seconds(second)) }
        #expect(state.deadline == .seconds(10))
        #expect(state.requestBegan(isLast: false) == true)
        state.received(at: .seconds(9))
        #expect(state.deadline == .seconds(10))
    }

    @Test("The time for an answer depends on its size, and starts again with each part taken")
    func slowReader() {
        var state = ConnectionState(limits)
        state.received(at: .seconds(1))
        _ = state.requestBegan(isLast: false)
        state.requestEnded(at: .seconds(1))
        #expect(state.deadline == .seconds(31))
        #expect(state.answerBegan(wantsEnd: false) == false)
        state.wrote(100_000, isEnd: false, at: .seconds(2))
        #expect(state.deadline == .seconds(132))
        state.wrote(0, isEnd: true, at: .seconds(2))
        #expect(state.taken(at: .seconds(50)) == .none)
        #expect(state.deadline == .seconds(80))
        #expect(state.taken(at: .seconds(51)) == .none)
        // Between requests now.
        #expect(state.deadline == .seconds(111))
        state.received(at: .seconds(100))
        #expect(state.deadline == .seconds(110))
    }

    @Test("A request that the client declares its last is answered last, and the rest is not read")
    func lastRequest() {
        var state = begun(isLast: true)
        #expect(state.requestBegan(isLast: false) == false)
        state.requestEnded(at: .seconds(1))
        #expect(state.answerBegan(wantsEnd: false) == true)
        state.wrote(10, isEnd: true, at: .seconds(1))
        #expect(state.taken(at: .seconds(2)) == .linger)
        #expect(state.deadline == .seconds(4))
        #expect(state.isLingering && state.isMute)
        state.received(at: .seconds(3))
        #expect(state.deadline == .seconds(4))
    }

    @Test("An answer before the end of its request ends the connection")
    func unreadBody() {
        var state = begun(isLast: false)
        #expect(state.answerBegan(wantsEnd: false) == true)
        state.wrote(10, isEnd: true, at: .seconds(1))
        #expect(state.isMute)
        #expect(state.taken(at: .seconds(1)) == .linger)
    }

    @Test("Of requests sent at once each is answered, and only the last answer ends the connection")
    func pipelining() {
        var state = begun(isLast: false)
        state.requestEnded(at: .zero)
        #expect(state.requestBegan(isLast: true) == true)
        state.requestEnded(at: .zero)
        #expect(state.answerBegan(wantsEnd: false) == false)
        state.wrote(10, isEnd: true, at: .zero)
        #expect(state.taken(at: .zero) == .none)
        #expect(state.answerBegan(wantsEnd: false) == true)
        state.wrote(10, isEnd: true, at: .zero)
        #expect(state.taken(at: .zero) == .linger)
    }

    @Test("A request that comes in behind another has its own time once the other is answered")
    func trickleBehindAnother() {
        var state = begun(isLast: false)
        state.requestEnded(at: .zero)
        _ = state.requestBegan(isLast: false)
        _ = state.answerBegan(wantsEnd: false)
        state.wrote(10, isEnd: true, at: .zero)
        _ = state.taken(at: .seconds(5))
        state.received(at: .seconds(14))
        #expect(state.deadline == .seconds(15))
    }

    @Test("A stopping server closes idle connections and answers requests in progress")
    func quiesce() {
        var new = ConnectionState(limits)
        #expect(new.quiesce() == .close)

        var half = ConnectionState(limits)
        half.received(at: .zero)
        #expect(half.quiesce() == .none)
        #expect(half.requestBegan(isLast: false) == true)
        #expect(half.requestBegan(isLast: false) == false)
        half.requestEnded(at: .zero)
        #expect(half.answerBegan(wantsEnd: false) == true)

        var busy = begun(isLast: false)
        busy.requestEnded(at: .zero)
        #expect(busy.quiesce() == .none)
        #expect(busy.requestBegan(isLast: false) == false)
        #expect(busy.answerBegan(wantsEnd: false) == true)
        busy.wrote(1, isEnd: true, at: .zero)
        #expect(busy.taken(at: .zero) == .linger)
    }

    private func begun(isLast: Bool) -> ConnectionState {
        var state = ConnectionState(limits)
        state.received(at: .zero)
        _ = state.requestBegan(isLast: isLast)
        return state
    }
}
