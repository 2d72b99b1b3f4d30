import CallFlow
import Telephony
import Testing

extension Configuration {
    /// The example of the language, and numbers for everything it does not show.
    static func example() throws -> Configuration {
        try Configuration(
            numbers: [
                ("+49 211 1234567", ["flow reception"]),
                ("+49 211 1234568", ["play closed", "hangup"]),
                ("+49 211 1234569", ["reject busy"]),
                ("+49 211 12*", ["flow members"]),
                ("+49 211 12345*", ["play welcome"]),
                ("+49 30 5550001", ["play welcome", "play closed", "connect"]),
                ("+49 30 5550002", ["play welcome", "flow reception"]),
                ("+49 30 5550003", ["menu tree"]),
                ("+49 30 5550004", [.check("office", open: ["voicemail"]), "play closed", "reject"]),
                ("+49 30 5550005", [.check("office", closed: ["hangup"]), "menu endless"]),
                ("+49 30 5550006", ["dial called-number"]),
                ("+49 30 5550007", ["menu main"]),
            ],
            outgoing: [
                ("+49 211 1234567", ["dial called-number +492111234500"]),
                ("+49 211 1234568", ["play welcome", "dial called-number"]),
            ],
            flows: [
                "reception": [
                    .caller([("anonymous", ["play no-anonymous", "hangup"]), ("+49 157*", ["dial +492111234500"])]),
                    .check(
                        "office", open: ["menu main"], closed: ["play closed", "voicemail"],
                        holiday: ["play holiday", "voicemail"]),
                ],
                "members": ["dial +492111234501"],
            ],
            menus: [
                Menu(
                    "main", prompt: "main-menu", again: "short", timeout: 4000,
                    [
                        "1": ["dial +4915799912345 +492111234500"], "2": ["voicemail"], "3": ["menu code"],
                        "4": ["play hours", "repeat"], "5": ["play a", "play b", "flow members"],
                        "6": [.caller([("+49 170*", ["back"]), ("anonymous", ["play a", "repeat"])]), "voicemail"],
                        "7": ["play a"], "9": ["hangup"], "*": ["repeat"],
                    ], silence: ("nothing-heard", 3, ["hangup"]), wrongKey: ("wrong-key", 3, ["play bye", "hangup"])),
                Menu(
                    "code", prompt: "enter-code", timeout: 6000,
                    [
                        "0815": ["dial +4915799912345"], "9xxx": ["flow members"], "90xx": ["voicemail"],
                        "#": ["back"], "else": ["hangup"],
                    ], silence: (nil, 1, ["back"])),
                Menu(
                    "tree", prompt: "tree+more", ["1": ["menu branch"], "0": ["back"]], wrongKey: (nil, 2, ["repeat"])),
                Menu("branch", ["1": ["menu leaf"], "2": ["menu tree"], "0": ["back"], "else": ["repeat"]]),
                Menu("leaf", ["1": ["menu branch"], "2": ["menu tree"], "0": ["play a", "back"]]),
                Menu(
                    "endless", ["1": ["repeat"], "2": ["play a", "repeat"], "3": ["menu endless"]],
                    silence: (nil, 1000, ["hangup"])),
            ],
            schedules: [ScheduleTests.office()])
    }
}

/// One call as the tables write it.
struct Call: CustomTestStringConvertible {
    let name: String
    var direction = CallDirection.incoming
    var from = "+49 40 1234567"
    let to: String
    /// Local time in Berlin; a Monday on which the office is open.
    var at = "2026-06-01T10:00:00"
    /// `-` is silence; `gone`: the caller has hung up.
    var keys: [String] = []
    /// Answers, one more than keys.
    let hears: [String]

    var testDescription: String { name }

    /// All decisions until the keys run out; in between every position is converted to bytes and back.
    func decisions(_ plan: CallPlan) throws -> [Decision] {
        let moment = try #require(Zone("Europe/Berlin")).moment(of: try local(at))
        let callee = try? PhoneNumber(to)
        var all = [plan.begin(direction: direction, from: Caller(from), to: callee, users: ["Anna"], at: moment)]
        for key in keys {
            let position = try #require(all.last?.position, "\(name): the call does not wait for \(key)")
            let arrived = try #require(plan.travelled(position))
            let input: CallPlan.Input =
                switch key {
                case "-": .silence
                case "gone": .gone
                default: .keys(key)
                }
            all.append(try #require(plan.resume(arrived, input, at: moment)))
        }
        return all
    }
}

extension CallPlan {
    /// A position after its way to the provider and back.
    func travelled(_ position: Position) -> Position? { self.position(position.bytes(plan: fingerprint)) }
}

extension Decision {
    /// The position from which the call continues.
    var position: Position? {
        if case .gather(_, _, _, let position) = answer { position } else { nil }
    }

    /// `ask main-menu 1/4000`, `hear closed` (and come back), `play welcome`, `dial +492111234500` …
    var text: String {
        switch answer {
        case .connect: "connect"
        case .play(let prompt): "play \(prompt)"
        case .gather(let prompt, 1, 1, _): "hear \(prompt)"
        case .gather(let prompt, let keys, let timeout, _): "ask \(prompt) \(keys)/\(timeout)"
        case .dial(let numbers, let callerID, let anonymous):
            "dial " + numbers.map(\.description).joined(separator: " ") + (callerID.map { " as \($0)" } ?? "")
                + (anonymous.map { " anonymous \($0)" } ?? "")
        case .voicemail: "voicemail"
        case .reject(let rejection): "reject \(rejection.rawValue)"
        case .hangup: "hangup"
        }
    }
}
