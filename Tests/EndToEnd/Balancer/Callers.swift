import Foundation
import ProviderSimulator
import Synchronization
import Telephony

/// Three telephones that call without end, one call after the other: hear the first menu, press 1, hear the second, press 2,
/// are put through, and hang up.
final class Callers: Sendable {
    private struct State {
        var finished = 0
        var hurt: [String] = []
        var heard: Set<String> = []
        var isEnding = false
        var atWork = 3
    }

    struct TooSlow: Error {
        let finished: Int
    }

    /// An answer that a caller would notice.
    private struct Hurt: Error {
        let what: String
    }

    private let state = Mutex(State())

    init(port: Int) {
        for telephone in 0..<3 {
            Thread.detachNewThread { [self] in
                var call = 0
                while !state.withLock({ $0.isEnding }) {
                    call += 1
                    do {
                        try self.call("\(telephone)\(call)", Provider(port: port))
                    } catch {
                        state.withLock { $0.hurt.append("\(error)") }
                    }
                    state.withLock { $0.finished += 1 }
                    // The servers need the processors as well.
                    usleep(10_000)
                }
                state.withLock { $0.atWork -= 1 }
            }
        }
    }

    /// The calls that have ended.
    var finished: Int { state.withLock(\.finished) }

    /// The announcements heard so far.
    var heard: Set<String> { state.withLock(\.heard) }

    /// Waits for so many more calls from beginning to end.
    ///
    /// - Throws: `TooSlow`.
    func makeMoreCalls(_ count: Int) throws {
        // Those that are in progress began before.
        let wanted = state.withLock { $0.finished } + 3 + count
        try wait { $0.finished >= wanted }
    }

    /// Ends.
    ///
    /// - Returns: what went wrong with which call.
    func end() -> [String] {
        state.withLock { $0.isEnding = true }
        try? wait { $0.atWork == 0 }
        return state.withLock(\.hurt)
    }

    private func wait(until condition: (State) -> Bool) throws {
        let deadline = ContinuousClock.now + .seconds(120)
        while !state.withLock({ condition($0) }) {
            guard ContinuousClock.now < deadline else { throw TooSlow(finished: state.withLock(\.finished)) }
            usleep(1000)
        }
    }

    private func call(_ id: String, _ provider: Provider) throws {
        let leg = PushForm.Leg(
            callID: id, xcid: id, direction: .incoming, from: Caller("4915799912345"), to: "492111234567")
        let first = try menu(provider.post(.newCall(leg, users: []), to: "/sipgate"), provider)
        let second = try menu(provider.post(.keys("1", callID: id), to: Provider.path(of: first)), provider)
        let last = try provider.post(.keys("2", callID: id), to: Provider.path(of: second))
        guard last.status == 200, case .dial = try PushAnswer(xml: last.body).action else {
            throw Hurt(what: "2 was answered with \(last.status) \(last.text)")
        }
        let end = try provider.post(.hangup(leg, cause: .normalClearing, number: nil), to: "/sipgate")
        guard end.status == 200 else { throw Hurt(what: "the end was answered with \(end.status)") }
    }

    /// Hears the prompt of a menu.
    ///
    /// - Returns: where keys are sent to.
    private func menu(_ answer: HTTPAnswer, _ provider: Provider) throws -> String {
        guard answer.status == 200, case .gather(let gather) = try PushAnswer(xml: answer.body).action,
            let url = gather.url
        else { throw Hurt(what: "\(answer.status) \(answer.text)") }
        let sound = try provider.fetch(url)
        guard sound.status == 200, sound.body.starts(with: "RIFF".utf8) else {
            throw Hurt(what: "\(url): \(sound.status)")
        }
        let name = url.split(separator: "/").last?.split(separator: "-").first ?? ""
        state.withLock { _ = $0.heard.insert(String(name)) }
        return gather.onData
    }
}

extension Provider {
    fileprivate func post(_ form: PushForm, to path: String) throws -> HTTPAnswer {
        try post(String(decoding: form.bytes, as: UTF8.self), to: path)
    }
}
